/** Name of the file that remembers that an event's plan was carried out. */
export function markOf(id: string): string {
  return id.replace(/[^\w.-]/g, '_');
}
