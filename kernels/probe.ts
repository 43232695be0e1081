/**
 * The innermost loop of the wide binary alone: small enough to be in every bundle, so that its speed is known before the
 * wide binary is loaded. Its addresses must be arguments: V8 combines no vectors at constant addresses.
 */
export { tile6x16 as tile } from "./tiles.generated";
