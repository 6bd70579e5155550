using System;
using System.Diagnostics;
using System.Threading.Tasks;

namespace Solar.CheckpointProbe;

/// <summary>Merges or up-scales, says when it begins, and is killed in between.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        Console.WriteLine("ready=");
        long began = Stopwatch.GetTimestamp();
        int resumed = arguments switch
        {
            ["merge", string models, string output] => await ProbeWork.MergeAsync(models, output),
            ["upscale", string models, string output] => await ProbeWork.UpscaleAsync(models, output),
            ["lora", string models, string output] => await ProbeWork.LoraAsync(models, output),
            ["models", string models] => ProbeWork.WriteModels(models),
            ["verify", string output] => await ProbeWork.VerifyAsync(output),
            _ => throw new ArgumentException("models MODELS, merge MODELS OUTPUT, upscale MODELS OUTPUT, lora MODELS OUTPUT, or verify OUTPUT"),
        };
        Console.WriteLine($"resumed={resumed}");
        Console.WriteLine($"milliseconds={(long)Stopwatch.GetElapsedTime(began).TotalMilliseconds}");
        return 0;
    }
}
