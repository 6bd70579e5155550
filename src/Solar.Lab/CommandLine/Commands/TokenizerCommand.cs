using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.CommandLine.Output;
using Solar.Runtime.Text;
using Solar.Runtime.Training.Data.Contamination;
using Spectre.Console;

namespace Solar.Lab.CommandLine.Commands;

/// <summary><c>tokenizer</c>: learns a byte-pair vocabulary from texts, for a model that begins from nothing. libtorch is not needed.</summary>
internal static class TokenizerCommand
{
    public static Command Create(LabConsole console)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Files of text, JSON lines, JSON or Parquet, or patterns of such; of a record every text in it is read.",
            HelpName = "FILE",
            Arity = ArgumentArity.OneOrMore,
        };
        var size = new Option<int>("--vocab-size") { Description = "Number of pieces: unknown, begin, end and the 256 bytes among them.", HelpName = "N", DefaultValueFactory = _ => 512 };
        var output = new Option<string>("--out") { Description = "The folder to write; it may not hold a tokenizer yet.", HelpName = "DIR", Required = true };
        var json = new Option<bool>("--json") { Description = "One JSON object on the output instead of a line." };
        var command = new Command("tokenizer", "Learns a byte-pair tokenizer from texts, and writes tokenizer.model and tokenizer_config.json.") { files, size, output, json };
        command.SetAction((parsed, cancellationToken) => Failures.GuardAsync(console, parsed.GetValue(json), () =>
        {
            string directory = parsed.GetRequiredValue(output);
            if (File.Exists(Path.Combine(directory, "tokenizer.model")) || File.Exists(Path.Combine(directory, "tokenizer.json")))
            {
                throw new CommandException($"{directory} has a tokenizer already; name another folder, or delete it.");
            }

            SentencePieceVocabulary vocabulary = Learn(parsed.GetRequiredValue(files), parsed.GetValue(size), cancellationToken);
            vocabulary.Save(directory);
            if (parsed.GetValue(json))
            {
                console.WriteJson(new { Directory = directory, VocabSize = vocabulary.Pieces.Count });
            }
            else
            {
                console.Out.MarkupLineInterpolated($"{Figures.Count(vocabulary.Pieces.Count)} pieces written to {Shown.Path(directory)}");
            }

            return Task.FromResult(ExitCode.Success);
        }));
        return command;
    }

    private static SentencePieceVocabulary Learn(string[] files, int size, CancellationToken cancellationToken)
    {
        try
        {
            return BytePairTrainer.Train(
                files.SelectMany(FileTexts.Read).SelectMany(read => read.Parts ?? [read.Text])
                    .Select(text =>
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        return text;
                    }),
                size);
        }
        catch (ArgumentOutOfRangeException fault)
        {
            // The parameter's name and value stand behind what the trainer says.
            throw CommandException.Usage($"--vocab-size {size}: {fault.Message.Split(" (Parameter")[0]}.");
        }
    }
}
