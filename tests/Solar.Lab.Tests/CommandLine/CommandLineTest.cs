using System;
using System.IO;
using System.Reflection;
using System.Threading.Tasks;

namespace Solar.Lab.Tests.CommandLine;

/// <summary>A folder of its own for each test, with a tiny base in it, and a program that declares something over it.</summary>
public abstract class CommandLineTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("solar-cli-").FullName;

    /// <summary>The program.</summary>
    protected static Assembly Program => typeof(TinyBase).Assembly;

    /// <summary>A path in the test's folder.</summary>
    protected string At(string name) => Path.Combine(_folder, name);

    /// <summary>A base with four layers.</summary>
    protected string Base() => TinyCheckpoint.Write(At("base"));

    private protected static Task<LabRun> InProgramAsync(params string[] args) => LabRun.RunAsync(Program, args);

    /// <inheritdoc/>
    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
