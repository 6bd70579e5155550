using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Solar.Runtime.Native;

/// <summary>Picks the folder of libtorch: the one asked for, else the one beside the program, else the one that the build recorded.</summary>
internal static class TorchFolders
{
    /// <summary>The environment variable that names an own libtorch; it overrides everything else.</summary>
    public const string Variable = "SOLAR_LIBTORCH";

    /// <summary>The runtime option that TorchBackend=external writes from SolarLibTorchDirectory.</summary>
    public const string ExternalOption = "Solar.LibTorch.Directory";

    /// <summary>The runtime option in which a build records the package's folder instead of copying 500 MB out of it.</summary>
    public const string PackageOption = "Solar.LibTorch.Package";

    /// <summary>Where publishing puts libtorch, below the program's folder. TorchSharp does not probe it, so an external libtorch can still be chosen.</summary>
    public const string PublishedFolder = "libtorch";

    private const string Core = "libtorch_cpu.so";

    public static string Choose()
    {
        // Somebody else was first: a second copy would abort the process ("Tried to register multiple backend fallbacks").
        if (LoadedLibraries.Find(Core) is string loaded)
        {
            return Path.GetDirectoryName(loaded)!;
        }

        string? asked = Asked();
        string directory = asked ?? Found();
        RefuseSecondCopy(directory);
        return directory;
    }

    private static string? Asked()
    {
        string? variable = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(variable))
        {
            return Require(variable, $"the environment variable {Variable}");
        }

        string? option = AppContext.GetData(ExternalOption) as string;
        return string.IsNullOrEmpty(option) ? null : Require(option, $"the MSBuild property SolarLibTorchDirectory (runtime option {ExternalOption})");
    }

    /// <summary>A folder that was asked for must be a libtorch; the unpacked archive of libtorch keeps its libraries in lib/.</summary>
    private static string Require(string directory, string origin)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory, AppContext.BaseDirectory));
        return new[] { full, Path.Combine(full, "lib") }.FirstOrDefault(Holds)
            ?? throw new TorchLibraryException(
                $"{origin} names {full}, but neither it nor its lib/ folder holds {Core}. "
                + "Name the folder of an own libtorch 2.10 (x64, cxx11 ABI), or unset it to use the one of the package.");
    }

    private static string Found()
    {
        List<string> candidates = [Path.Combine(AppContext.BaseDirectory, PublishedFolder), .. Probed()];
        if (AppContext.GetData(PackageOption) is string { Length: > 0 } recorded)
        {
            candidates.Add(Path.TrimEndingDirectorySeparator(recorded));
        }

        return candidates.FirstOrDefault(Holds)
            ?? throw new TorchLibraryException(
                $"No libtorch was found: {Core} is in none of {string.Join(", ", candidates)}. "
                + "A build records the folder of its NuGet package and 'dotnet publish' copies it: publish the program before moving it to another machine, "
                + $"restore again if the package cache was cleared, or set {Variable} to the folder of a libtorch 2.10.");
    }

    /// <summary>The folders in which TorchSharp, too, would find a library: beside the program, and those of its dependency manifest.</summary>
    public static IEnumerable<string> Probed()
    {
        string searched = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        return new[] { AppContext.BaseDirectory, Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native") }
            .Concat(searched.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            .Select(Path.TrimEndingDirectorySeparator)
            .Distinct();
    }

    /// <summary>TorchSharp probes these folders by absolute path, and a file that differs from the loaded one is loaded beside it.</summary>
    private static void RefuseSecondCopy(string directory)
    {
        string chosen = RealPath(Path.Combine(directory, Core));
        string? second = Probed().Where(Holds).Select(probed => RealPath(Path.Combine(probed, Core))).FirstOrDefault(path => path != chosen);
        if (second is not null)
        {
            throw new TorchLibraryException(
                $"Two copies of libtorch would be loaded, which aborts the process: {chosen}, which was asked for, and {second}, which TorchSharp finds by itself. "
                + "Delete the second, or build with <TorchBackend>external</TorchBackend>.");
        }
    }

    private static string RealPath(string path) => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);

    private static bool Holds(string directory) => File.Exists(Path.Combine(directory, Core));
}
