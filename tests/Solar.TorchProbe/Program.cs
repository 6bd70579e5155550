using System;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using Solar.Runtime.Native;
using TorchSharp;

namespace Solar.TorchProbe;

/// <summary>Touches TorchSharp without a word to Solar, or asks for libtorch by itself, and prints what the process then has loaded.</summary>
internal static class Program
{
    private static int Main(string[] arguments) => arguments is ["bare"] ? Bare() : Probe(arguments);

    /// <summary>Nothing but TorchSharp: a method that names no type of Solar's, and so loads none.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Bare()
    {
        using torch.Tensor sum = torch.ones(2, 3).sum();
        Console.WriteLine($"sum={sum.item<float>():0}");
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Probe(string[] arguments)
    {
        try
        {
            if (arguments is ["ensure"])
            {
                TorchLibrary.EnsureLoaded();
            }

            using torch.Tensor sum = torch.ones(2, 3).sum();
            Console.WriteLine($"sum={sum.item<float>():0}");
        }
        catch (TorchLibraryException failure)
        {
            Console.WriteLine($"failure={failure.Message}");
            return 1;
        }

        TorchLibraryInfo? loaded = TorchLibrary.Loaded;
        Console.WriteLine($"directory={loaded?.Directory}");
        Console.WriteLine($"bridge={loaded?.Bridge}");
        Console.WriteLine($"mended={loaded?.IsMended}");
        foreach (string copy in File.ReadLines("/proc/self/maps").Where(line => line.EndsWith("/libtorch_cpu.so", StringComparison.Ordinal))
                     .Select(line => line[line.IndexOf('/', StringComparison.Ordinal)..]).Distinct())
        {
            Console.WriteLine($"mapped={copy}");
        }

        return 0;
    }
}
