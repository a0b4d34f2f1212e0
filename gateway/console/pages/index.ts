import type { Console } from '../page.js';
import { addActionRunPage } from './action-run.js';
import { addActionPages } from './actions.js';
import { addExportPage } from './export.js';
import { addItemPage } from './item.js';
import { addItemCommandPages } from './item-commands.js';
import { addPreferencePages } from './preferences.js';
import { addSearchPage } from './search.js';
import { addSignInPages } from './sign-in.js';
import { addStartPage } from './start.js';

/** All pages of the console. */
export const ADD_PAGES: readonly ((console: Console) => void)[] = [
  addSignInPages,
  addStartPage,
  addSearchPage,
  addPreferencePages,
  addExportPage,
  addActionPages,
  addActionRunPage,
  addItemPage,
  addItemCommandPages,
];
