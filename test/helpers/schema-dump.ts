import pg from 'pg';

const QUERIES = [
  `select format('table %s: %s', table_name, string_agg(format(e'\\n  %s %s%s%s%s', column_name, data_type,
     case when is_nullable = 'NO' then ' not null' else '' end,
     case when is_identity = 'YES' then ' identity' else '' end,
     case when coalesce(column_default, generation_expression) is null then '' else ' = ' || coalesce(column_default, generation_expression) end), ''
     order by ordinal_position)) as line
   from information_schema.columns where table_schema = 'public' group by table_name order by table_name`,
  `select format('constraint on %s: %s', conrelid::regclass, pg_get_constraintdef(oid)) as line from pg_constraint
   where connamespace = 'public'::regnamespace and contype <> 'n' order by conrelid::regclass::text, contype, pg_get_constraintdef(oid)`,
  `select indexdef as line from pg_indexes where schemaname = 'public' order by tablename, indexname`,
];

/** The schema of a database as text that people can review: tables, constraints, indexes. */
export async function dumpSchema(databaseUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const parts: string[] = [];
    for (const sql of QUERIES)
      parts.push((await client.query<{ line: string }>(sql)).rows.map(({ line }) => line).join('\n'));
    return `${parts.join('\n\n')}\n`;
  } finally {
    await client.end();
  }
}
