// Stands for a function in a template that nobody deploys: of a stack that was not asked for, in a test.
exports.handler = async () => {
  throw new Error('This function was not bundled. Deploy its stack by its name, or deploy all.');
};
