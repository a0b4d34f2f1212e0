/** OwnerID of the .qwc files: one GUID for this application, for ever (P306). QBWC keeps our FileID under it. */
export const OWNER_ID = '{6C1D9F2E-8B0A-4E7B-9A53-2F4C1B7D8E60}';
