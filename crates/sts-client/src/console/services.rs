//! The pages of the console by service: the first segments of their paths, and other names of the services.
//!
//! The console answers an unknown path with an error page, or with its home. No API lists the paths; this list is kept
//! by hand, and a page that it lacks can be opened by its URL.

/// The first path segments of the console's pages.
#[rustfmt::skip]
const PATHS: &[&str] = &[
    "acm", "amplify", "apigateway", "appflow", "apprunner", "appstream", "appsync", "athena", "backup",
    "batch", "bedrock", "billing", "budgets", "chatbot", "cloud9", "cloudformation", "cloudfront",
    "cloudhsm", "cloudmap", "cloudshell", "cloudtrail", "cloudwatch", "codebuild", "codecommit",
    "codedeploy", "codepipeline", "codesuite", "cognito", "comprehend", "config", "connect", "console",
    "controltower", "cost-management", "costmanagement", "databrew", "datasync", "datazone", "deadline",
    "detective", "devicefarm", "devops-guru", "directconnect", "directoryservicev2", "dms", "docdb", "drs",
    "dynamodbv2", "ebs", "ec2", "ecr", "ecs", "efs", "eks", "elasticache", "elasticbeanstalk",
    "elasticmapreduce", "elastictranscoder", "emr", "events", "finspace", "firehose", "fis", "forecast",
    "fsx", "gamelift", "glacier", "globalaccelerator", "glue", "grafana", "groundstation", "guardduty",
    "health", "healthlake", "iam", "imagebuilder", "inspector", "inspector2", "iot", "ivs", "kendra",
    "keyspaces", "kinesis", "kinesisanalytics", "kms", "lakeformation", "lambda", "lex", "license-manager",
    "lightsail", "location", "macie", "managedservices", "marketplace", "mediaconnect", "mediaconvert",
    "medialive", "mediapackage", "memorydb", "mgn", "migrationhub", "mq", "msk", "mwaa", "neptune",
    "network-firewall", "nimble", "oam", "opensearch", "organizations", "outposts", "panorama",
    "personalize", "pinpoint", "polly", "prometheus", "proton", "qldb", "quicksight", "ram", "rds",
    "redshift", "redshiftv2", "rekognition", "resiliencehub", "resource-explorer", "resource-groups",
    "robomaker", "rolesanywhere", "route53", "route53resolver", "s3", "sagemaker", "scheduler",
    "secretsmanager", "securityhub", "securitylake", "serverlessrepo", "servicecatalog", "servicediscovery",
    "servicequotas", "ses", "shield", "singlesignon", "sms-voice", "snowfamily", "sns", "sqs", "states",
    "storagegateway", "support", "swf", "synthetics", "systems-manager", "textract", "timestream", "tnb",
    "transcribe", "transfer", "translate", "trustedadvisor", "verified-permissions", "vpc", "vpc-lattice",
    "wafv2", "wellarchitected", "workdocs", "workmail", "workspaces", "workspaces-web", "xray",
];

/// Names of the AWS CLI, and common names, with the path segment of their pages.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("ce", "cost-management"),
    ("cognito-idp", "cognito"),
    ("dynamodb", "dynamodbv2"),
    ("ds", "directoryservicev2"),
    ("eventbridge", "events"),
    ("kafka", "msk"),
    ("logs", "cloudwatch"),
    ("sfn", "states"),
    ("sso", "singlesignon"),
    ("ssm", "systems-manager"),
    ("stepfunctions", "states"),
    ("waf", "wafv2"),
];

/// Returns the path segment of a service's page, by its name in the console or in the AWS CLI; `None` for an unknown
/// name.
///
/// ```
/// use daypass_sts_client::console::service_path;
/// assert_eq!(service_path("s3"), Some("s3"));
/// assert_eq!(service_path("ssm"), Some("systems-manager"));
/// assert_eq!(service_path("s4"), None);
/// ```
pub fn service_path(name: &str) -> Option<&'static str> {
    let other = OTHER_NAMES.iter().find(|(other, _)| *other == name).map(|(_, path)| *path);
    other.or_else(|| PATHS.iter().copied().find(|path| *path == name))
}

/// Lists every name that [`service_path`] knows, for example to suggest a name.
pub fn service_names() -> impl Iterator<Item = &'static str> {
    PATHS.iter().copied().chain(OTHER_NAMES.iter().map(|(name, _)| *name))
}
