import type { Console } from '../page.js';
import { addAccountPages } from './account.js';
import { addActionRunPage } from './action-run.js';
import { addActionPages } from './actions.js';
import { addBatchPage } from './batch.js';
import { addBatchesPage } from './batches.js';
import { addConnectionPages } from './connection.js';
import { addConnectionsPages } from './connections.js';
import { addErrorPages } from './errors.js';
import { addExportPage } from './export.js';
import { addFailuresPage } from './failures.js';
import { addItemPage } from './item.js';
import { addItemCommandPages } from './item-commands.js';
import { addMessageSetPage } from './message-set.js';
import { addMovePages } from './move.js';
import { addPreferencePages } from './preferences.js';
import { addSearchPage } from './search.js';
import { addSessionPages } from './sessions.js';
import { addSignInPages } from './sign-in.js';
import { addStartPage } from './start.js';
import { addUserPages } from './users.js';

/** All pages of the console. */
export const ADD_PAGES: readonly ((console: Console) => void)[] = [
  addSignInPages,
  addStartPage,
  addAccountPages,
  addSearchPage,
  addPreferencePages,
  addExportPage,
  addActionPages,
  addActionRunPage,
  addItemPage,
  addItemCommandPages,
  addBatchesPage,
  addBatchPage,
  addSessionPages,
  addMessageSetPage,
  addFailuresPage,
  addErrorPages,
  addConnectionsPages,
  addConnectionPages,
  addMovePages,
  addUserPages,
];
