import { migrate } from '../../store/migrate.js';

/** Migrates a database, by the migrations of a folder if one is named, as a process of its own. */
const [url = '', folder] = process.argv.slice(2);
await migrate(url, folder === undefined ? {} : { folder });
