//! What boto3 does in a box: nothing is to be reached from there, and nobody's home is to be seen.

/// Prints the keys twice; and fails where the outside can be reached.
pub(super) const BOTO3: &str = "
import boto3, json, os, socket, sys, time
try:
    socket.create_connection(('127.0.0.1', int(sys.argv[2])), 1)
    sys.exit('the outside can be reached')
except OSError:
    pass
if os.listdir(os.environ['HOME']):
    sys.exit('the home is not hidden')
session = boto3.Session()
def look():
    keys = session.get_credentials().get_frozen_credentials()
    return {'AccessKeyId': keys.access_key, 'SecretAccessKey': keys.secret_key, 'SessionToken': keys.token}
first = look()
time.sleep(int(sys.argv[1]))
print(json.dumps([first, look()]))
";
