using System;
using System.Diagnostics;
using System.Threading.Tasks;

namespace Solar.TrainingProbe;

/// <summary>Trains, says when it begins, and is killed in between.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is ["prepare", string at])
        {
            ProbeRun.Prepare(at);
            return 0;
        }

        if (arguments is not [("float32" or "bfloat16") and string type, string folder, string output])
        {
            throw new ArgumentException("prepare FOLDER, float32 FOLDER OUTPUT, or bfloat16 FOLDER OUTPUT");
        }

        Console.WriteLine("ready=");
        long began = Stopwatch.GetTimestamp();
        Console.WriteLine($"resumed={await ProbeRun.TrainAsync(folder, output, type == "bfloat16")}");
        Console.WriteLine($"milliseconds={(long)Stopwatch.GetElapsedTime(began).TotalMilliseconds}");
        return 0;
    }
}
