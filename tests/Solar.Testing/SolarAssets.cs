using System;
using System.IO;
using Xunit;

namespace Solar.Testing;

/// <summary>Real models and reference results outside the repository, found by the environment variable SOLAR_ASSETS.</summary>
public static class SolarAssets
{
    /// <summary>The path of a file or folder of the assets; the test is skipped, visibly, where there are none.</summary>
    public static string Path(string relative)
    {
        string? root = Environment.GetEnvironmentVariable("SOLAR_ASSETS");
        Skip.If(string.IsNullOrEmpty(root), "SOLAR_ASSETS is not set: golden data is not at hand");
        string path = System.IO.Path.Combine(root!, relative);
        Assert.True(File.Exists(path) || Directory.Exists(path), $"SOLAR_ASSETS has no {relative}");
        return path;
    }
}
