/** The longest id of a customer or a definition, in characters. */
export const MAX_ID_LENGTH = 256;
