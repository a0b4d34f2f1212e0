/**
 * Connections to PostgreSQL at most, by what opens them. Beside those of Temporal they have to fit into what
 * docker-compose.yml gives PostgreSQL (`max_connections`), also while two gateways and two workers run.
 */
export const POOL_SIZES = {
  gateway: 20,
  worker: 20,
  /** Of a command that people run beside the product. */
  command: 10,
} as const;
