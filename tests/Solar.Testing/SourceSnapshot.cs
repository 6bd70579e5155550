using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Solar.Testing;

/// <summary>
/// Compares emitted sources with the accepted ones in <c>Snapshots/Class.Method/*.verified.cs</c> beside the test, named as Verify names them.
/// Verify itself is not used because its packages do not restore from the feed that this project builds with.
/// </summary>
/// <remarks>
/// A file that is missing, that differs, or that is no longer emitted fails the test; what was emitted stays beside it as <c>.received.cs</c>.
/// Run with <c>SOLAR_ACCEPT_SNAPSHOTS=1</c> to accept what is emitted; with <c>CI=true</c> that is refused.
/// </remarks>
public static class SourceSnapshot
{
    private const string AcceptVariable = "SOLAR_ACCEPT_SNAPSHOTS";

    private static readonly Regex GeneratorVersion = new("(GeneratedCode\\(\"Solar\\.Generators\", \")[^\"]*\"", RegexOptions.CultureInvariant);

    /// <summary>Compares all emitted files of one test.</summary>
    /// <param name="files">Hint name and text of each.</param>
    /// <param name="testFile">Supplied by the compiler.</param>
    /// <param name="testMethod">Supplied by the compiler.</param>
    public static void Match(
        IEnumerable<(string HintName, string Text)> files, [CallerFilePath] string testFile = "", [CallerMemberName] string testMethod = "")
    {
        string folder = Path.Combine(Folder(testFile), $"{Path.GetFileNameWithoutExtension(testFile)}.{testMethod}");
        bool isAccepting = Environment.GetEnvironmentVariable(AcceptVariable) == "1";
        Compare(folder, files, isAccepting, isBuildServer: Environment.GetEnvironmentVariable("CI") == "true");
    }

    /// <summary>Compares files with those of one folder, or accepts them.</summary>
    /// <param name="folder">The folder of the test's snapshots.</param>
    /// <param name="files">Hint name and text of each.</param>
    /// <param name="isAccepting">Whether what is emitted becomes what is accepted.</param>
    /// <param name="isBuildServer">Whether accepting is refused.</param>
    public static void Compare(string folder, IEnumerable<(string HintName, string Text)> files, bool isAccepting, bool isBuildServer)
    {
        Dictionary<string, string> received = files.ToDictionary(
            file => Path.GetFileNameWithoutExtension(file.HintName), file => GeneratorVersion.Replace(file.Text, "$1<version>\""), StringComparer.Ordinal);
        Assert.NotEmpty(received);

        if (isAccepting)
        {
            Assert.False(isBuildServer, $"{AcceptVariable} is refused where CI is true: snapshots are accepted by who reads them.");
            Accept(folder, received);
            return;
        }

        List<string> faults = [.. received.Select(file => Fault(folder, file.Key, file.Value)).OfType<string>()];
        faults.AddRange(VerifiedIn(folder).Where(name => !received.ContainsKey(name)).Select(name => $"{name}: is no longer emitted"));
        Assert.True(
            faults.Count == 0,
            $"Emitted sources differ from {folder}:\n  {string.Join("\n  ", faults)}\nRead the .received.cs files; accept them with {AcceptVariable}=1.");
    }

    /// <summary>The folder of the snapshots of a test file.</summary>
    /// <exception cref="DirectoryNotFoundException">The sources are not where they were when the test was compiled.</exception>
    public static string Folder(string testFile)
    {
        string folder = Path.GetDirectoryName(testFile) ?? "";
        return Directory.Exists(folder)
            ? Path.Combine(folder, "Snapshots")
            : throw new DirectoryNotFoundException($"'{folder}' does not exist: snapshot tests run where they were built, with DeterministicSourcePaths off.");
    }

    private static string? Fault(string folder, string name, string text)
    {
        string verified = Path.Combine(folder, name + ".verified.cs");
        string received = Path.Combine(folder, name + ".received.cs");
        string? accepted = File.Exists(verified) ? File.ReadAllText(verified) : null;
        if (accepted == text)
        {
            File.Delete(received);
            return null;
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(received, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return accepted is null ? $"{name}: was never accepted" : $"{name}: {FirstDifference(accepted, text)}";
    }

    private static string FirstDifference(string accepted, string received)
    {
        string[] left = accepted.Split('\n'), right = received.Split('\n');
        int line = Enumerable.Range(0, Math.Min(left.Length, right.Length)).FirstOrDefault(i => left[i] != right[i], Math.Min(left.Length, right.Length));
        string At(string[] lines) => line < lines.Length ? lines[line].Replace("\r", "\\r", StringComparison.Ordinal) : "(the end)";
        return $"line {line + 1} is\n      {At(right)}\n    and was\n      {At(left)}";
    }

    private static void Accept(string folder, Dictionary<string, string> received)
    {
        Directory.CreateDirectory(folder);
        foreach (string old in Directory.EnumerateFiles(folder, "*.received.cs").Concat(Directory.EnumerateFiles(folder, "*.verified.cs")).ToArray())
        {
            File.Delete(old);
        }

        foreach ((string name, string text) in received)
        {
            File.WriteAllText(Path.Combine(folder, name + ".verified.cs"), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
    }

    private static IEnumerable<string> VerifiedIn(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*.verified.cs").Select(path => Path.GetFileName(path)[..^".verified.cs".Length]).Order(StringComparer.Ordinal)
        : [];
}
