using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.CommandLine;

namespace Solar.Lab.Building;

/// <summary>The child's side of <see cref="ChildWorker"/>: makes one node, and says how far it is in lines.</summary>
internal static class BuildChild
{
    /// <summary>Makes it.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(BuildNode node, IBuildWorker worker, bool goesOn, LabHost host, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _ = Task.Run(() => WatchParent(stop), CancellationToken.None);
        try
        {
            BuildCost cost = await worker.RunAsync(node, goesOn, new Lines(host.Output), stop.Token);
            Say(host.Output, new ChildMessage { Cost = cost });
            return ExitCode.Success;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Cancelled;
        }
        catch (Exception fault) when (Failures.IsForTheUser(fault))
        {
            Say(host.Output, new ChildMessage { Error = fault.Message });
            return ExitCode.Failure;
        }
    }

    // The input of a child ends when its parent closes it, or dies.
    private static void WatchParent(CancellationTokenSource stop)
    {
        try
        {
            Console.OpenStandardInput().CopyTo(Stream.Null);
            stop.Cancel();
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            // It is done already, or there is nobody to watch.
        }
    }

    private static void Say(TextWriter output, ChildMessage message)
    {
        output.WriteLine(message.Write());
        output.Flush();
    }

    private sealed class Lines(TextWriter output) : IProgress<BuildProgress>
    {
        private const long Every = TimeSpan.TicksPerMillisecond * 200;
        private long _said;

        public void Report(BuildProgress value)
        {
            long now = DateTime.UtcNow.Ticks;
            if (now - Interlocked.Read(ref _said) >= Every || value.Share >= 1)
            {
                Interlocked.Exchange(ref _said, now);
                Say(output, new ChildMessage { Share = value.Share, Text = value.Text.Length > 0 ? value.Text : null, Budget = value.Budget });
            }
        }
    }
}
