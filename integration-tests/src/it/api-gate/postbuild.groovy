// The builds that had to fail failed because of the gate.
def log = new File(basedir, 'build.log').text
assert log.contains('library.Listener.onEnd():METHOD_REMOVED')
assert log.contains('library.Answer.Answer(java.lang.String):CONSTRUCTOR_REMOVED')
assert log.contains('library.Listener.onRetry():METHOD_ADDED_TO_INTERFACE')
