using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.CommandLine;
using Solar.Lab.Tests.CommandLine;
using Solar.Runtime.Native;
using static TorchSharp.torch;

namespace Solar.Lab.Tests.Building;

/// <summary>A program in a file: a base from a seed, trained, up-scaled, trained on twice, and averaged.</summary>
public abstract class BuildTest : CommandLineTest
{
    protected BuildTest()
    {
        TorchLibrary.EnsureLoaded();
        set_num_threads(1);
    }

    private protected GeneratedWords Words { get; set; } = new();

    private protected IReadOnlyList<string>? WorkerCommand { get; set; }

    private protected string Declarations { get; set; } = """
        models:
          Base: { llama: { hidden_size: 16, intermediate_size: 32, num_hidden_layers: 4, num_attention_heads: 2, vocab_size: 299, max_position_embeddings: 64 } }
          Grown: { upscale: Trained, drop_top: 1, drop_bottom: 1 }
        data:
          Text: { text_file: words.txt, sample_by: line }
        stages:
          Trained: { pretrain: Base, data: Text, max_steps: 4, max_length: 16, learning_rate: 1e-3, save_steps: 1 }
          First: { pretrain: Grown, data: Text, max_steps: 4, max_length: 16, learning_rate: 1e-3, save_steps: 1 }
          Second: { pretrain: Grown, data: Text, max_steps: 4, max_length: 16, learning_rate: 1e-3, save_steps: 1, seed: 7 }
        merges:
          Mean: { average: [First, Second] }
        """;

    /// <summary>All that is built, in the order of a build with one job.</summary>
    private protected static string[] All => ["Words", "Base", "Trained", "Grown", "First", "Second", "Mean"];

    private protected string Checkpoint(string name) => Path.Combine(At("checkpoints"), name);

    /// <summary>Runs <c>build</c> over the declarations.</summary>
    private protected Task<LabRun> BuildAsync(params string[] args) => BuildAsync(args, CancellationToken.None);

    private protected async Task<LabRun> BuildAsync(string[] args, CancellationToken cancellationToken)
    {
        File.WriteAllText(At("program.solar.yaml"), Declarations);
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var host = new LabHost
        {
            Output = output,
            Error = error,
            IsOutputTerminal = false,
            IsErrorTerminal = false,
            CheckpointsDirectory = At("checkpoints"),
            TokenizerDirectory = "tokenizer",
            Steps = [Words],
            WorkerCommand = WorkerCommand,
        };
        int code = await LabApplication.RunAsync(["build", At("program.solar.yaml"), .. args], host, cancellationToken);
        return new LabRun(code, output.ToString(), error.ToString());
    }

    /// <summary>What a run has built, in order.</summary>
    private protected static string[] Built(LabRun run) =>
        [.. run.EndedWith(ExitCode.Success).Error.Split('\n').Where(line => line.Contains(" built in ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1])];

    /// <summary>What a run would build, and why.</summary>
    private protected async Task<Dictionary<string, string>> ExplainAsync(params string[] args)
    {
        LabRun run = (await BuildAsync(["--explain", "--json", .. args])).Succeeded();
        return run.Json.GetProperty("nodes").EnumerateArray()
            .Where(node => node.GetProperty("standing").GetString() != "up to date")
            .ToDictionary(node => node.GetProperty("name").GetString()!, node => string.Join("; ", node.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString())));
    }

    private protected string Weights(string name) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Checkpoint(name), "model.safetensors"))));
}
