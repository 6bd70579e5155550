using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Native;

/// <summary>Numbers that TorchSharp hands to libtorch without holding them, while garbage is collected as often as can be.</summary>
public sealed class HeldNumbersTests
{
    [Fact]
    public Task Additions_SurviveCollections() => AddAsync(TimeSpan.FromSeconds(3));

    [SkippableFact]
    [Trait("Tier", "Long")]
    public Task Additions_SurviveCollections_Long()
    {
        Skip.If(Environment.GetEnvironmentVariable("SOLAR_LONG") is null, "SOLAR_LONG is not set: a minute of additions on more threads than there are processors");
        return AddAsync(TimeSpan.FromMinutes(1));
    }

    // Without the mend some 3,000 of 30 million fail in a minute, on two processors.
    private static async Task AddAsync(TimeSpan time)
    {
        using var stop = new CancellationTokenSource(time);
        int failures = 0;
        long additions = 0;
        Task[] adding = [.. Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => Task.Run(() =>
        {
            using Tensor x = zeros(8), y = ones(8);
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    using Tensor sum = x + y;
                    Interlocked.Increment(ref additions);
                }
                catch (System.Runtime.InteropServices.ExternalException)
                {
                    Interlocked.Increment(ref failures);
                }
            }
        }))];
        Task collecting = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                GC.Collect(0);
                Thread.Sleep(1);
            }
        });

        await Task.WhenAll([.. adding, collecting]);

        Assert.True(failures == 0, FormattableString.Invariant($"{failures} of {additions} additions failed"));
    }
}
