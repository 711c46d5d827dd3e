/** Anything but UTC, and no whole hours off, so that what depends on the machine's time zone shows. */
process.env.TZ = 'America/St_Johns';
