import { migrate } from '../../store/migrate.js';

await migrate(process.argv[2] ?? '');
