using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Solar.Testing;
using Xunit;

namespace Solar.Runtime.Tests.Native;

/// <summary>What the build targets do with libtorch's files, by evaluating the probe's project.</summary>
public class BuildItemsTests
{
    private static readonly string Project = Repository.Path("tests/Solar.TorchProbe/Solar.TorchProbe.csproj");

    [Fact]
    public void BuildOutput_HasNoLibtorch()
    {
        Assert.Empty(Directory.GetFiles(AppContext.BaseDirectory, "libtorch_cpu.so", SearchOption.TopDirectoryOnly));
        Assert.Empty(Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "runtimes"), "libc10.so", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-p:RuntimeIdentifier=linux-x64")]
    public async Task Cpu_RecordsThePackagesFolder_AndCopiesNothing(string runtime)
    {
        JsonElement build = await EvaluateAsync("-t:ResolvePackageAssets", runtime);

        Assert.DoesNotContain(Identities(build, "NativeCopyLocalItems").Concat(Identities(build, "RuntimeTargetsCopyLocalItems")), IsLibtorch);
        string folder = Option(build, "Solar.LibTorch.Package")!;
        Assert.True(File.Exists(Path.Combine(folder, "libtorch_cpu.so")), folder);
        Assert.Null(Option(build, "Solar.LibTorch.Directory"));
    }

    [Fact]
    public async Task Cpu_PublishesLibtorch_WithoutItsPythonSide()
    {
        JsonElement build = await EvaluateAsync("-t:ComputeResolvedFilesToPublishList", "-p:BuildProjectReferences=false");

        string[] published = [.. Items(build, "ResolvedFileToPublish").Select(item => item.GetProperty("RelativePath").GetString()!)];
        Assert.Contains("libtorch/libtorch_cpu.so", published);
        Assert.Contains("libtorch/libgomp-98b21ff3.so.1", published);
        Assert.DoesNotContain("libtorch/libtorch_python.so", published);
    }

    [Fact]
    public async Task Cuda_TakesTheCpusLibrariesOut_AndLeavesTheChecksOfLibtorchsPackagesContent()
    {
        JsonElement build = await EvaluateAsync("-t:ComputeResolvedFilesToPublishList", "-p:BuildProjectReferences=false", "-p:TorchBackend=cuda", "-p:TorchSharpCudaPackage=true");

        Assert.DoesNotContain(Identities(build, "ResolvedFileToPublish"), IsLibtorch);
        Assert.DoesNotContain(Identities(build, "RuntimeTargetsCopyLocalItems"), IsLibtorch);
        Assert.Contains(Identities(build, "RuntimeTargetsCopyLocalItems"), path => path.EndsWith("libLibTorchSharp.so", StringComparison.Ordinal));
        Assert.Null(Option(build, "Solar.LibTorch.Package"));
        Assert.Equal("false", build.GetProperty("Properties").GetProperty("TorchSharpCpuPackage").GetString());
    }

    [Fact]
    public async Task External_RecordsTheOwnFolder_AndTakesNothingFromPackages()
    {
        string own = Path.GetDirectoryName(Solar.Runtime.Native.TorchLibrary.EnsureLoaded().Directory)!;
        string relative = Path.GetRelativePath(Path.GetDirectoryName(Project)!, Path.Combine(own, "native"));

        JsonElement build = await EvaluateAsync("-t:ComputeResolvedFilesToPublishList", "-p:BuildProjectReferences=false", "-p:TorchBackend=external", $"-p:SolarLibTorchDirectory={relative}");

        Assert.DoesNotContain(Identities(build, "ResolvedFileToPublish"), IsLibtorch);
        Assert.Equal(Path.Combine(own, "native") + "/", Option(build, "Solar.LibTorch.Directory"));
        Assert.Null(Option(build, "Solar.LibTorch.Package"));
    }

    [Theory]
    [InlineData("SOLARB001", "-p:TorchBackend=gpu")]
    [InlineData("SOLARB002", "-p:TorchSharpCudaPackage=true")]
    [InlineData("SOLARB003", "-p:SolarLibTorchDirectory=/nowhere")]
    [InlineData("SOLARB004", "-p:TorchBackend=external", "-p:SolarLibTorchDirectory=/nowhere")]
    public async Task WrongProperty_IsAnErrorWithACode(string code, params string[] properties)
    {
        ChildResult result = await RunAsync(["-t:ResolvePackageAssets", .. properties]);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains($"error {code}:", result.Output, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> EvaluateAsync(params string[] arguments)
    {
        ChildResult result = await RunAsync(
        [
            .. arguments, "-getItem:NativeCopyLocalItems,RuntimeTargetsCopyLocalItems,ResolvedFileToPublish,RuntimeHostConfigurationOption",
            "-getProperty:TorchSharpCpuPackage,TorchBackend",
        ]);
        Assert.True(result.ExitCode == 0, result.ToString());
        return JsonDocument.Parse(result.Output).RootElement;
    }

    // A restored project is all that this needs: nothing is compiled, and the outputs of the running tests stay as they are.
    private static Task<ChildResult> RunAsync(string[] arguments) =>
        ChildProcess.RunAsync("dotnet", ["msbuild", Project, "-nologo", "-nodeReuse:false", .. arguments.Where(argument => argument.Length > 0)]);

    private static JsonElement.ArrayEnumerator Items(JsonElement build, string name) => build.GetProperty("Items").GetProperty(name).EnumerateArray();

    private static string[] Identities(JsonElement build, string name) => [.. Items(build, name).Select(item => item.GetProperty("Identity").GetString()!)];

    private static string? Option(JsonElement build, string name) => Items(build, "RuntimeHostConfigurationOption")
        .Where(item => item.GetProperty("Identity").GetString() == name)
        .Select(item => item.GetProperty("Value").GetString())
        .SingleOrDefault();

    private static bool IsLibtorch(string path) => path.Contains("libtorch-cpu", StringComparison.OrdinalIgnoreCase);
}
