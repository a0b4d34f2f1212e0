/** Of a new password of a person, who thinks it up. */
export const PERSON_LEAST = 12;

/** A connection's password that is shorter is refused. */
export const CONNECTION_LEAST = 6;

/** One of so many characters is taken for made by a machine: nobody guesses it. A shorter one is shown as short. */
export const CONNECTION_LONG = 16;

/** A token of so many characters is one that nobody guesses. */
export const TOKEN_LONG = 32;
