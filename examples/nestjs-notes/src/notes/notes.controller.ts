import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  ParseIntPipe,
  Patch,
  Post,
  Query,
} from '@nestjs/common';
import { NewNoteDto, NoteChangeDto, NoteFilterDto } from './note.dto.js';
import type { Note } from './note.entity.js';
import { NotesService } from './notes.service.js';

@Controller('notes')
export class NotesController {
  constructor(private readonly notes: NotesService) {}

  @Get()
  list(@Query() { archived }: NoteFilterDto): Promise<Note[]> {
    return this.notes.list(archived ?? false);
  }

  @Get('count')
  count(): Promise<{ current: number; archived: number }> {
    return this.notes.count();
  }

  @Get(':id')
  find(@Param('id', ParseIntPipe) id: number): Promise<Note> {
    return this.notes.find(id);
  }

  @Post()
  add(@Body() note: NewNoteDto): Promise<Note> {
    return this.notes.add(note);
  }

  @Patch(':id')
  change(@Param('id', ParseIntPipe) id: number, @Body() changes: NoteChangeDto): Promise<Note> {
    return this.notes.change(id, changes);
  }

  @Delete(':id')
  @HttpCode(204)
  remove(@Param('id', ParseIntPipe) id: number): Promise<void> {
    return this.notes.remove(id);
  }
}
