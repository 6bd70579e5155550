using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Solar.Lab.CommandLine;
using Solar.Lab.Compilation;
using Solar.Lab.Evaluation.Data;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Native;
using Solar.Runtime.Text;
using Solar.Runtime.Training;
using SolarPaper;
using SolarPaper.Real;
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
var dropOption = new Option<int?>("--drop") { Description = "Layers that each copy loses (the paper's m); a quarter of the base's with --data, else 1." };
var dataOption = new Option<DirectoryInfo?>("--data") { Description = "Folder of real data sets (docs/paper.md names them): the whole road on the checkpoint of --base." };
var testsOption = new Option<DirectoryInfo?>("--tests") { Description = "Folder of H6's sets, by which all checkpoints of the road are measured." };
var setOption = new Option<string[]>("--set") { Description = "A hyper-parameter in place of the declared one, of one stage or of all that have it; as of 'build'.", HelpName = "[STAGE.]KEY=VALUE" };
var outOption = new Option<DirectoryInfo?>("--out") { Description = "Folder for everything that is written; by default out, and out/real with --data." };
var stepsOption = new Option<int?>("--steps") { Description = "Steps of continued pretraining." };
var threadsOption = new Option<int?>("--threads") { Description = "Threads of libtorch; by default one, which is best for models this small, and with --data all processors." };
var deviceOption = new Option<string?>("--device") { Description = "With --data, the device that trains and measures, such as cuda:0; by default cpu." };

var seedOption = new Option<int>("--seed") { Description = "What the small world follows from.", DefaultValueFactory = _ => 1 };
var jobsOption = new Option<int>("--jobs") { Description = "Stages that are trained side by side.", DefaultValueFactory = _ => 2 };
var fullOption = new Option<bool>("--full") { Description = "Three seeds, tests of 500 items, and the models that the paper did not train: other m, other layer maps, from nothing." };
var seedsOption = new Option<int>("--seeds") { Description = "Seeds with --full.", DefaultValueFactory = _ => 3 };
var reportOption = new Option<bool>("--report") { Description = "With --full: build and measure nothing, and write the report of what is there." };
var itemsOption = new Option<int>("--items") { Description = "Items of each test: 500 with --full, and all with --tests, where fewer are no H6 (of MMLU, of each subject).", DefaultValueFactory = _ => 500 };

var command = new RootCommand("Depth up-scaling, end to end.")
{
    baseOption, dataOption, testsOption, setOption, deviceOption, dropOption, outOption, stepsOption, threadsOption, seedOption, jobsOption, fullOption, itemsOption, seedsOption, reportOption,
};
command.Validators.Add(said =>
{
    bool Is(Option option) => said.GetResult(option) is { Implicit: false };
    (bool IsWrong, string Message)[] mistakes =
    [
        (Is(dataOption) && !Is(baseOption), "--data needs --base, the checkpoint that the road begins with."),
        ((Is(testsOption) || Is(deviceOption)) && !Is(dataOption), "--tests and --device go with --base and --data."),
        (Is(fullOption) && Is(baseOption), "--full is of the small world; it does not go with --base."),
        (Is(fullOption) && Is(seedOption), "--full takes three seeds; --seed does not go with it."),
        ((Is(seedsOption) || Is(reportOption)) && !Is(fullOption), "--seeds and --report go with --full."),
        (Is(itemsOption) && !Is(fullOption) && !Is(testsOption), "--items goes with --full or --tests."),
        (Is(seedsOption) && said.GetValue(seedsOption) is < 1 or > 10, "--seeds is from 1 to 10."),
        (Is(seedOption) && Is(baseOption), "--seed is of the small world; of a checkpoint's stages it is --set seed=N."),
        (Is(dropOption) && !Is(baseOption), "--drop goes with --base; the small world's layer map is declared in Paper.cs."),
        (Is(stepsOption) && (!Is(baseOption) || Is(dataOption)), "--steps goes with --base alone; elsewhere it is --set STAGE.max_steps=N."),
        (Is(setOption) && Is(baseOption) && !Is(dataOption), "--set goes with the small world, or with --data."),
        (Is(itemsOption) && said.GetValue(itemsOption) < 20, "--items is 20 at least: of fewer no test says anything."),
        (Is(fullOption) && said.GetValue(itemsOption) > 5000, "--items is 5000 at most with --full."),
    ];
    foreach ((_, string message) in mistakes.Where(mistake => mistake.IsWrong))
    {
        said.AddError(message);
    }
});
command.SetAction((arguments, cancellationToken) => RunAsync(arguments, outDirectory =>
{
    string[] overrides = [.. (arguments.GetValue(setOption) ?? []).SelectMany(value => (string[])["--set", value])];
    string[] jobs = ["--jobs", arguments.GetRequiredValue(jobsOption).ToString(CultureInfo.InvariantCulture)];
    return (arguments.GetValue(baseOption)?.FullName, arguments.GetValue(dataOption)?.FullName) switch
    {
        ({ } checkpoint, { } data) => RealProgram.RunAsync(
            new RealRun(checkpoint, data, outDirectory)
            {
                Tests = arguments.GetValue(testsOption)?.FullName,
                Items = IsSaid(arguments, itemsOption) ? arguments.GetValue(itemsOption) : null,
                Drop = arguments.GetValue(dropOption),
                Overrides = overrides,
                Jobs = [.. IsSaid(arguments, jobsOption) ? jobs : []],
                Machine = [.. Given("--threads", arguments.GetValue(threadsOption)?.ToString(CultureInfo.InvariantCulture)), .. Given("--device", arguments.GetValue(deviceOption))],
            },
            AnsiConsole.Console, cancellationToken),
        ({ } checkpoint, null) => Succeeds(CheckpointProgram.RunAsync(
            checkpoint, arguments.GetValue(dropOption) ?? 1, outDirectory, arguments.GetValue(stepsOption), AnsiConsole.Console, cancellationToken)),
        _ when arguments.GetValue(fullOption) => StudyProgram.RunAsync(
            Path.Combine(outDirectory, "full"), arguments.GetRequiredValue(seedsOption), arguments.GetRequiredValue(itemsOption), arguments.GetValue(reportOption), [.. jobs, .. overrides], AnsiConsole.Console, cancellationToken),
        _ => PaperProgram.RunAsync(outDirectory, new WorldSizes(arguments.GetRequiredValue(seedOption)), [.. jobs, .. overrides], AnsiConsole.Console, cancellationToken),
    };
}));

var onlyOption = new Option<string?>("--only") { Description = "The one model to train: up-scaled, doubled or fresh; several processes can share the work so." };
var recovery = new Command("recovery", "How fast an up-scaled stories260K is what it was, beside naive doubling and a fresh model.")
{
    baseOption, outOption, onlyOption, stepsOption, threadsOption,
};
recovery.SetAction((arguments, cancellationToken) => RunAsync(arguments, async outDirectory =>
{
    DirectoryInfo stories = arguments.GetValue(baseOption) ?? throw new DirectoryNotFoundException("recovery needs --base DIR, the folder of stories260K as a Hugging Face checkpoint.");
    return await Succeeds(RecoveryProgram.RunAsync(
        stories.FullName, outDirectory, arguments.GetValue(onlyOption), arguments.GetValue(stepsOption), AnsiConsole.Console, cancellationToken));
}));
command.Add(recovery);

var recordsOption = new Option<DirectoryInfo>("--data") { Description = "Folder with sft/rasbt-instruction-data.json and dpo/rasbt-instruction-data-with-preference.json.", Required = true };
var tuning = new Command("tuning", "Instruction tuning and alignment of an up-scaled stories260K.") { baseOption, recordsOption, outOption, stepsOption, threadsOption };
tuning.SetAction((arguments, cancellationToken) => RunAsync(arguments, async outDirectory =>
{
    DirectoryInfo stories = arguments.GetValue(baseOption) ?? throw new DirectoryNotFoundException("tuning needs --base DIR, the folder of stories260K as a Hugging Face checkpoint.");
    return await Succeeds(TuningProgram.RunAsync(
        stories.FullName, arguments.GetRequiredValue(recordsOption).FullName, outDirectory, arguments.GetValue(stepsOption), AnsiConsole.Console, cancellationToken));
}));
command.Add(tuning);

// A stage that is stopped leaves a state to go on from, which a large model takes more than the two seconds to write that there are by default.
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });

async Task<int> RunAsync(ParseResult arguments, Func<string, Task<int>> run)
{
    string outDirectory = Path.GetRelativePath(".", arguments.GetValue(outOption)?.FullName ?? (arguments.GetValue(dataOption) is null ? "out" : Path.Combine("out", "real")));
    if (Console.IsOutputRedirected)
    {
        AnsiConsole.Profile.Width = 160;
    }

    try
    {
        Directory.CreateDirectory(outDirectory);
        torch.set_num_threads(arguments.GetValue(threadsOption) ?? 1);
        return await run(outDirectory);
    }
    catch (OperationCanceledException)
    {
        Console.Error.WriteLine("Cancelled; what was finished stays in " + outDirectory + ", and the same command goes on.");
        return ExitCode.Cancelled;
    }
    catch (Exception exception) when (IsForTheUser(exception))
    {
        Console.Error.WriteLine(exception.Message);
        return ExitCode.Failure;
    }
}

static async Task<int> Succeeds(Task run)
{
    await run;
    return ExitCode.Success;
}

static bool IsSaid(ParseResult arguments, Option option) => arguments.GetResult(option) is { Implicit: false };

static string[] Given(string option, string? value) => value is null ? [] : [option, value];

// What a message alone explains; anything else is a fault of the program, and its stack is wanted.
static bool IsForTheUser(Exception exception) => exception
    is DeclarationException or CheckpointException or TokenizerException or TrainingDataException or TrainingOptionException
    or TrainingStateException or TrainingDivergedException or TaskDataException or TorchLibraryException or InvalidDataException or IOException or UnauthorizedAccessException;
