/** An id that turns, hides and colours the text around it where it is printed as it is. */
export const STRANGE_ID = 'et-\u202e\u2066\u200b\ufeff\u2028\u2029\u007f\u009b31m\u{e0041}';
