/**
 * Stands in for modules that the SDK imports dynamically and that nothing here can reach: the parser
 * of browser names, and event streams, which none of our calls use.
 */
export default undefined;
