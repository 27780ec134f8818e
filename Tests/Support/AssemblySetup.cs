// jsii speaks to one Node process over one blocking pipe, and is not thread-safe.
[assembly: NonParallelizable]
