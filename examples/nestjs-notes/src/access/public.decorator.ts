import { SetMetadata } from '@nestjs/common';

export const IS_PUBLIC = 'isPublic';

/** For everyone, without a token. */
export const Public = () => SetMetadata(IS_PUBLIC, true);
