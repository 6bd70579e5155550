using System;
using System.CommandLine;
using System.IO;
using System.Threading;
using Solar.Lab.Compilation;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Native;
using Solar.Runtime.Text;
using Solar.Runtime.Training;
using SolarPaper;
using Spectre.Console;
using TorchSharp;

// SOLAR 10.7B in small: a base is up-scaled, trained on until it has recovered, and generates.
//   dotnet run -c Release                      on a tiny base that the program makes itself
//   dotnet run -c Release -- --base DIR        on a Hugging Face checkpoint

var baseOption = new Option<DirectoryInfo?>("--base") { Description = "Folder of a Hugging Face checkpoint (Llama or Mistral); without it the program makes a tiny base itself." };
var dropOption = new Option<int>("--drop") { Description = "Layers that each copy loses (the paper's m).", DefaultValueFactory = _ => 1 };
var outOption = new Option<DirectoryInfo>("--out") { Description = "Folder for everything that is written.", DefaultValueFactory = _ => new DirectoryInfo("out") };
var stepsOption = new Option<int?>("--steps") { Description = "Steps of continued pretraining." };
var threadsOption = new Option<int>("--threads") { Description = "Threads of libtorch; one is best for models this small.", DefaultValueFactory = _ => 1 };

var command = new RootCommand("Depth up-scaling, end to end.") { baseOption, dropOption, outOption, stepsOption, threadsOption };
command.SetAction(async (ParseResult arguments, CancellationToken cancellationToken) =>
{
    string outDirectory = arguments.GetRequiredValue(outOption).FullName;
    int? steps = arguments.GetValue(stepsOption);
    try
    {
        Directory.CreateDirectory(outDirectory);
        torch.set_num_threads(arguments.GetRequiredValue(threadsOption));

        if (arguments.GetValue(baseOption) is { } checkpoint)
        {
            await CheckpointProgram.RunAsync(
                checkpoint.FullName, arguments.GetRequiredValue(dropOption), outDirectory, steps, AnsiConsole.Console, cancellationToken);
        }
        else
        {
            await TinyProgram.RunAsync(outDirectory, steps, AnsiConsole.Console, cancellationToken);
        }

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
});

return await command.Parse(args).InvokeAsync();

// What a message alone explains; anything else is a fault of the program, and its stack is wanted.
static bool IsForTheUser(Exception exception) => exception
    is DeclarationException or CheckpointException or TokenizerException or TrainingDataException or TrainingOptionException
    or TrainingStateException or TrainingDivergedException or TorchLibraryException or IOException or UnauthorizedAccessException;
