using System;
using System.IO;
using OwnArchitecture;
using Solar.Lab.CommandLine;
using Solar.Runtime.Text;

// An architecture of one's own, trained, up-scaled and trained on; then used as a typed module.
//   dotnet run -c Release --project samples/OwnArchitecture              all of it
//   dotnet run -c Release --project samples/OwnArchitecture -- plan Grown    or any other command of the Lab's
string directory = Path.Combine("out", "own-architecture");
var host = new LabHost
{
    Program = typeof(SquaredMlp).Assembly,
    CheckpointsDirectory = Path.Combine(directory, "checkpoints"),
    DataDirectory = Path.Combine(directory, "data"),
    TokenizerDirectory = "tokenizer",
    Steps = [new SumsStep()],
};
if (args.Length > 0)
{
    return await LabApplication.RunAsync(args, host);
}

int code = await LabApplication.RunAsync(["build", nameof(GrownTrained)], host);
if (code != ExitCode.Success)
{
    return code;
}

string trained = Path.Combine(host.CheckpointsDirectory, nameof(GrownTrained));
using Grown model = Grown.Load(trained);
Console.WriteLine($"layers {string.Join(", ", Grown.LayerMap.ToArray())} of the base, {Grown.ParameterCount:N0} parameters");
Console.WriteLine($"feed-forward of layer 3: {nameof(SquaredMlp)} [{string.Join(", ", model.Layers[3].Mlp.Up.weight!.shape)}]");
GeneratedText written = TextGenerator.Generate(model, SentencePieceTokenizer.Load(trained), "3 and 4 are 7, 2 and 5 are", new GenerationOptions { MaxNewTokens = 16 });
Console.WriteLine($"it goes on: {written.Text}");
return 0;
