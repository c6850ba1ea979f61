// Imported before anything else: zod decides when a schema is made whether it may compile code, and the window's
// security policy forbids that.
import { config } from 'zod';

config({ jitless: true });
