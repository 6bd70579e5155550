using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Text;
using Xunit;

namespace Solar.Testing;

/// <summary>
/// Compares a text with the accepted one in <c>Snapshots/Class.name.verified.txt</c> beside the test; as <see cref="SourceSnapshot"/> does it with sources,
/// <c>SOLAR_ACCEPT_SNAPSHOTS=1</c> accepts.
/// </summary>
public static class TextSnapshot
{
    /// <summary>Compares a text.</summary>
    /// <param name="name">What distinguishes it within the test's class.</param>
    /// <param name="text">The text.</param>
    /// <param name="testFile">Supplied by the compiler.</param>
    public static void Match(string name, string text, [CallerFilePath] string testFile = "")
    {
        string stem = Path.Combine(Path.GetDirectoryName(testFile)!, "Snapshots", $"{Path.GetFileNameWithoutExtension(testFile)}.{name}");
        string verified = stem + ".verified.txt", received = stem + ".received.txt";
        if (Environment.GetEnvironmentVariable("SOLAR_ACCEPT_SNAPSHOTS") == "1")
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "Snapshots are accepted by who reads them, not where CI is true.");
            Write(verified, text);
            File.Delete(received);
            return;
        }

        string? accepted = File.Exists(verified) ? File.ReadAllText(verified).ReplaceLineEndings("\n") : null;
        if (accepted != text)
        {
            Write(received, text);
            Assert.Fail($"{name} differs from {verified}; read {received}, and accept it with SOLAR_ACCEPT_SNAPSHOTS=1.\n{text}");
        }
    }

    private static void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }
}
