using System;
using System.CommandLine;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.CommandLine.Programs;
using Solar.Lab.Compilation;
using Solar.Runtime.Native;
using Solar.Runtime.Text;

namespace Solar.Lab.CommandLine.Commands;

/// <summary><c>generate</c>: lets a checkpoint go on with a text. This command alone needs libtorch.</summary>
internal static class GenerateCommand
{
    // What a checkpoint's own model is called, for which its folder has no name.
    private const string Name = "Opened";

    public static Command Create(LabHost host, LabConsole console)
    {
        var options = new ProgramOptions(host, console, "A checkpoint (a folder, org/name, or a declaration), and the text to go on with.");
        var tokens = new Option<int>("--max-new-tokens") { Description = "Greatest number of tokens after the prompt.", DefaultValueFactory = _ => 128 };
        var temperature = new Option<double>("--temperature") { Description = "0 takes the most likely token; 1 draws from the model's own distribution." };
        var topK = new Option<int>("--top-k") { Description = "Draw among this many most likely tokens; 0 for all." };
        var topP = new Option<double>("--top-p") { Description = "Draw among the fewest tokens that have this share of the probability.", DefaultValueFactory = _ => 1 };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the draws." };
        var command = new Command("generate", "Lets a model go on with a text.") { tokens, temperature, topK, topP, seed };
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Failures.GuardAsync(console, parsed.GetValue(options.Json), () => Task.Run(
            () =>
            {
                TorchLibrary.LeaveReportToCaller();
                var generation = new GenerationOptions
                {
                    MaxNewTokens = parsed.GetValue(tokens),
                    Temperature = parsed.GetValue(temperature),
                    TopK = parsed.GetValue(topK),
                    TopP = parsed.GetValue(topP),
                    Seed = parsed.GetValue(seed),
                };
                return Run(options, console, parsed, generation, cancellationToken);
            },
            cancellationToken)));
        return command;
    }

    private static int Run(ProgramOptions options, LabConsole console, ParseResult parsed, GenerationOptions generation, CancellationToken cancellationToken)
    {
        string[] words = parsed.GetValue(options.Words) ?? [];
        (Type type, string folder, string[] rest) = words.Length > 0 && CheckpointWord.IsFolder(words[0])
            ? Compiled(CheckpointWord.Folder(options, parsed, cancellationToken), words[1..], cancellationToken)
            : Declared(options, parsed, cancellationToken);
        if (rest.Length != 1)
        {
            throw CommandException.Usage(rest.Length == 0 ? "Say what the model is to go on with: a text in quotes." : $"Write the text in quotes: '{rest[1]}' is a word too many.");
        }

        var voice = new ModelVoice(type, folder, rest[0], generation);
        if (parsed.GetValue(options.Json))
        {
            GeneratedText text = voice.Speak(null, cancellationToken);
            console.WriteJson(new { text.Prompt, text.Continuation, Tokens = text.Ids.Count, text.IsComplete });
        }
        else
        {
            voice.Speak(console.WriteRaw, cancellationToken);
            console.WriteRaw(Environment.NewLine);
        }

        return ExitCode.Success;
    }

    // A checkpoint that no compiler has seen goes the way of every model: config.json, emitted source, Roslyn.
    private static (Type Type, string Folder, string[] Words) Compiled(string folder, string[] rest, CancellationToken cancellationToken)
    {
        TorchLibrary.EnsureLoaded();
        CompiledProgram program = new InProcessCompiler(InProcessCompiler.DefaultCacheDirectory).Compile(
            new ProgramSource().AddCheckpoint(Name, folder), cancellationToken);
        return (program[Name], folder, rest);
    }

    private static (Type Type, string Folder, string[] Words) Declared(ProgramOptions options, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (!options.HasProgram)
        {
            string[] words = parsed.GetValue(options.Words) ?? [];
            throw words.Length == 0
                ? CommandException.Usage("Name a checkpoint and a text: generate DIR \"Once upon a time\".")
                : new CommandException($"'{Shown.Untrusted(words[0])}': there is no such folder. Name the folder of a checkpoint, or org/name in the local Hugging Face cache.");
        }

        CommandTarget target = options.Target(parsed, cancellationToken);
        ProgramEntry entry = target.Entry;
        string name = entry.Model?.Declaration.Name.FullName ?? throw new CommandException($"{entry.Name} is a data set and writes no text.");
        string folder = target.Weights.Find(entry.FullName);
        TorchLibrary.EnsureLoaded();
        return (DeclaredType.Find(target.Program.Assembly!, entry.Model.Declaration.Name, name), folder, target.Words);
    }
}
