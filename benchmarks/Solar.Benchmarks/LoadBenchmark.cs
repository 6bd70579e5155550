using System;
using System.Globalization;
using System.IO;
using Solar.Runtime.Checkpoints;
using TorchSharp;

namespace Solar.Benchmarks;

/// <summary>Loading a checkpoint of 1 GB against reading its bytes once.</summary>
internal static class LoadBenchmark
{
    public static void Run()
    {
        string directory = Path.Combine(Path.GetTempPath(), "solar-benchmark-" + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        try
        {
            using (OneGigabyte model = OneGigabyte.Create())
            {
                Checkpoint.Save(model, directory);
            }

            string file = Path.Combine(directory, "model.safetensors");
            long bytes = new FileInfo(file).Length;
            byte[] buffer = new byte[1 << 20];
            Alternating.Measure(
                string.Create(CultureInfo.InvariantCulture, $"load of {bytes / 1e9:F2} GB (mapped, page cache warm)"),
                "reading the file once",
                () => OneGigabyte.Load(directory).Dispose(),
                () =>
                {
                    using FileStream stream = File.OpenRead(file);
                    while (stream.Read(buffer) > 0)
                    {
                    }
                },
                rounds: 7);
            Alternating.Measure(
                "load, then one forward pass over 8 tokens",
                "reading the file once",
                () =>
                {
                    using IDisposable inference = torch.inference_mode();
                    using OneGigabyte model = OneGigabyte.Load(directory);
                    using torch.Tensor ids = torch.ones([1, 8], dtype: torch.ScalarType.Int64);
                    model.forward(ids).Dispose();
                },
                () =>
                {
                    using FileStream stream = File.OpenRead(file);
                    while (stream.Read(buffer) > 0)
                    {
                    }
                },
                rounds: 7);
        }
        finally
        {
            if (Directory.Exists(directory))
            {
                Directory.Delete(directory, recursive: true);
            }
        }
    }
}
