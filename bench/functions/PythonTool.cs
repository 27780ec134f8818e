using System.ComponentModel;
using System.Diagnostics;

/// <summary>The Python on PATH, with what its handler needs.</summary>
/// <param name="Program">The interpreter itself, not what finds it.</param>
internal sealed record PythonTool(string Program, string Version, string Boto3)
{
    private const string Question = "import platform, sys, boto3; print(sys.executable, platform.python_version(), boto3.__version__, sep='\\n')";

    /// <exception cref="InvalidOperationException">It is missing, or boto3 is.</exception>
    public static PythonTool Find()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("python3", ["-c", Question])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var error = process.StandardError.ReadToEndAsync();
            var answer = process.StandardOutput.ReadToEnd().Split('\n');
            process.WaitForExit();

            return process.ExitCode == 0
                ? new PythonTool(answer[0], answer[1], answer[2])
                : throw new InvalidOperationException($"python3 cannot import boto3, which the bench needs:\n{error.Result.TrimEnd()}");
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException("python3 is not on PATH; the bench needs Python 3 with boto3.");
        }
    }

    /// <param name="client">The module through which it speaks to the runtime API.</param>
    public Contender Run(string name, string folder, string client) => new(name, Program, Path.Combine(folder, "runtime.py"), client);
}
