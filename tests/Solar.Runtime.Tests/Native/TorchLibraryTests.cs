using System.IO;
using System.Linq;
using Solar.Runtime.Native;
using TorchSharp;
using Xunit;

namespace Solar.Runtime.Tests.Native;

public class TorchLibraryTests
{
    [Fact]
    public void FirstTensor_IsComputedByTheOneLibtorchThatSolarChose()
    {
        TorchLibraryInfo loaded = TorchLibrary.EnsureLoaded();

        using torch.Tensor sum = torch.ones(2, 3).sum();

        Assert.Equal(6f, sum.item<float>());
        string[] copies = [.. File.ReadLines("/proc/self/maps").Where(line => line.EndsWith("/libtorch_cpu.so")).Select(line => line[line.IndexOf('/')..]).Distinct()];
        Assert.Equal([Path.Combine(loaded.Directory, "libtorch_cpu.so")], copies);
    }

    [Fact]
    public void EnsureLoaded_Again_TellsTheSame()
    {
        Assert.Same(TorchLibrary.EnsureLoaded(), TorchLibrary.EnsureLoaded());
    }
}
