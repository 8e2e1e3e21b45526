import { ConflictException, Injectable, NotFoundException } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { QueryFailedError, Repository } from 'typeorm';
import type { NewNoteDto, NoteChangeDto } from './note.dto.js';
import { Note } from './note.entity.js';

@Injectable()
export class NotesService {
  constructor(@InjectRepository(Note) private readonly notes: Repository<Note>) {}

  list(archived: boolean): Promise<Note[]> {
    return this.notes.find({ where: { archived }, order: { id: 'DESC' }, take: 100 });
  }

  async count(): Promise<{ current: number; archived: number }> {
    const [current, archived] = await Promise.all([
      this.notes.countBy({ archived: false }),
      this.notes.countBy({ archived: true }),
    ]);
    return { current, archived };
  }

  async find(id: number): Promise<Note> {
    const note = await this.notes.findOneBy({ id });
    if (note === null) {
      throw new NotFoundException('There is no such note.');
    }
    return note;
  }

  add(note: NewNoteDto): Promise<Note> {
    return this.save(this.notes.create({ ...note, archived: false }));
  }

  async change(id: number, changes: NoteChangeDto): Promise<Note> {
    return this.save(this.notes.merge(await this.find(id), changes));
  }

  async remove(id: number): Promise<void> {
    await this.notes.remove(await this.find(id));
  }

  private async save(note: Note): Promise<Note> {
    try {
      return await this.notes.save(note);
    } catch (error) {
      if (error instanceof QueryFailedError && /UNIQUE/.test(error.message)) {
        throw new ConflictException('Another note has this title.');
      }
      throw error;
    }
  }
}
