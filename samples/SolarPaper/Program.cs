using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using Solar.Lab.CommandLine;
using Solar.Lab.Compilation;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Native;
using Solar.Runtime.Text;
using Solar.Runtime.Training;
using SolarPaper;
using SolarPaper.Recovery;
using SolarPaper.Study;
using SolarPaper.Tuning;
using SolarPaper.World;
using Spectre.Console;
using TorchSharp;

// SOLAR 10.7B (Kim et al., 2023) as a program.
//   dotnet run -c Release                      the paper's whole road on a small world that the program makes itself
//   dotnet run -c Release -- --full            for three seeds, with the models that the paper did not train beside it (docs/paper.md)
//   dotnet run -c Release -- --base DIR        a Hugging Face checkpoint is up-scaled, trained on its own text until it has recovered, and generates
//   dotnet run -c Release -- --base DIR --data DIR
//                                              the paper's road on it, with real data (docs/paper.md)
//   dotnet run -c Release -- recovery --base shared/assets/stories260K/hf
//                                              how fast the loss recovers, beside naive doubling and a fresh model (docs/training.md)
//   dotnet run -c Release -- tuning --base shared/assets/stories260K/hf --data shared/assets
//                                              instruction tuning and alignment on real records (docs/tuning.md)

// Every other word is a command of the Lab's, over what Paper.cs declares: build, list, plan, eval, generate …
if (args is [var word, ..] && !word.StartsWith('-') && word is not ("recovery" or "tuning"))
{
    return await LabApplication.RunAsync(args, PaperHost.Create());
}

var baseOption = new Option<DirectoryInfo?>("--base") { Description = "Folder of a Hugging Face checkpoint (Llama or Mistral); without it the program makes a small world and a base that learns it." };
var dropOption = new Option<int>("--drop") { Description = "Layers that each copy loses (the paper's m).", DefaultValueFactory = _ => 1 };
var outOption = new Option<DirectoryInfo>("--out") { Description = "Folder for everything that is written.", DefaultValueFactory = _ => new DirectoryInfo("out") };
var stepsOption = new Option<int?>("--steps") { Description = "Steps of continued pretraining." };
var threadsOption = new Option<int>("--threads") { Description = "Threads of libtorch; one is best for models this small.", DefaultValueFactory = _ => 1 };

var seedOption = new Option<int>("--seed") { Description = "What the small world follows from.", DefaultValueFactory = _ => 1 };
var jobsOption = new Option<int>("--jobs") { Description = "Stages that are trained side by side.", DefaultValueFactory = _ => 2 };
var fullOption = new Option<bool>("--full") { Description = "Three seeds, tests of 500 items, and the models that the paper did not train: other m, other layer maps, from nothing." };
var itemsOption = new Option<int>("--items") { Description = "Items of each test with --full.", DefaultValueFactory = _ => 500 };

var command = new RootCommand("Depth up-scaling, end to end.") { baseOption, dropOption, outOption, stepsOption, threadsOption, seedOption, jobsOption, fullOption, itemsOption };
command.SetAction(async (arguments, cancellationToken) =>
{
    if (arguments.GetValue(baseOption) is { } checkpoint)
    {
        return await RunAsync(arguments, outDirectory => CheckpointProgram.RunAsync(
            checkpoint.FullName, arguments.GetRequiredValue(dropOption), outDirectory, arguments.GetValue(stepsOption), AnsiConsole.Console, cancellationToken));
    }

    string directory = Path.GetRelativePath(".", arguments.GetRequiredValue(outOption).FullName);
    string[] options = ["--jobs", arguments.GetRequiredValue(jobsOption).ToString(CultureInfo.InvariantCulture)];
    return arguments.GetRequiredValue(fullOption)
        ? await StudyProgram.RunAsync(Path.Combine(directory, "full"), arguments.GetRequiredValue(itemsOption), options, AnsiConsole.Console, cancellationToken)
        : await PaperProgram.RunAsync(directory, new WorldSizes(arguments.GetRequiredValue(seedOption)), options, AnsiConsole.Console, cancellationToken);
});

var onlyOption = new Option<string?>("--only") { Description = "The one model to train: up-scaled, doubled or fresh; several processes can share the work so." };
var recovery = new Command("recovery", "How fast an up-scaled stories260K is what it was, beside naive doubling and a fresh model.")
{
    baseOption, outOption, onlyOption, stepsOption, threadsOption,
};
recovery.SetAction((arguments, cancellationToken) => RunAsync(arguments, async outDirectory =>
{
    DirectoryInfo stories = arguments.GetValue(baseOption) ?? throw new DirectoryNotFoundException("recovery needs --base DIR, the folder of stories260K as a Hugging Face checkpoint.");
    await RecoveryProgram.RunAsync(
        stories.FullName, outDirectory, arguments.GetValue(onlyOption), arguments.GetValue(stepsOption), AnsiConsole.Console, cancellationToken);
}));
command.Add(recovery);

var dataOption = new Option<DirectoryInfo>("--data") { Description = "Folder with sft/rasbt-instruction-data.json and dpo/rasbt-instruction-data-with-preference.json.", Required = true };
var tuning = new Command("tuning", "Instruction tuning and alignment of an up-scaled stories260K.") { baseOption, dataOption, outOption, stepsOption, threadsOption };
tuning.SetAction((arguments, cancellationToken) => RunAsync(arguments, async outDirectory =>
{
    DirectoryInfo stories = arguments.GetValue(baseOption) ?? throw new DirectoryNotFoundException("tuning needs --base DIR, the folder of stories260K as a Hugging Face checkpoint.");
    await TuningProgram.RunAsync(
        stories.FullName, arguments.GetRequiredValue(dataOption).FullName, outDirectory, arguments.GetValue(stepsOption), AnsiConsole.Console, cancellationToken);
}));
command.Add(tuning);

return await command.Parse(args).InvokeAsync();

async Task<int> RunAsync(ParseResult arguments, Func<string, Task> run)
{
    string outDirectory = arguments.GetRequiredValue(outOption).FullName;
    try
    {
        Directory.CreateDirectory(outDirectory);
        torch.set_num_threads(arguments.GetRequiredValue(threadsOption));
        await run(outDirectory);
        return 0;
    }
    catch (OperationCanceledException)
    {
        Console.Error.WriteLine("Cancelled; what was finished stays in " + outDirectory);
        return 130;
    }
    catch (Exception exception) when (IsForTheUser(exception))
    {
        Console.Error.WriteLine(exception.Message);
        return 1;
    }
}

// What a message alone explains; anything else is a fault of the program, and its stack is wanted.
static bool IsForTheUser(Exception exception) => exception
    is DeclarationException or CheckpointException or TokenizerException or TrainingDataException or TrainingOptionException
    or TrainingStateException or TrainingDivergedException or TorchLibraryException or IOException or UnauthorizedAccessException;
