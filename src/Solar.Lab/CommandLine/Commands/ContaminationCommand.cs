using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading.Tasks;
using Solar.Families;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.CommandLine.Programs;
using Solar.Plans;
using Solar.Runtime.Training.Data.Contamination;

namespace Solar.Lab.CommandLine.Commands;

/// <summary><c>contamination</c>: what training data has of evaluation sets.</summary>
internal static class ContaminationCommand
{
    public static Command Create(LabHost host, LabConsole console)
    {
        var options = new ProgramOptions(host, console, "Stages, data sets or files of training data; or a *.solar.yaml file and stages or data sets of it.");
        var against = new Option<string[]>("--against")
        {
            Description = "What must not be in it: a data set, a file, or the folder of the leaderboard's data; may be given several times. By default what the stage declares.",
            HelpName = "SET",
        };
        var data = new Option<string?>("--data") { Description = "Folder that paths of declared data sets are relative to; by default that of the file, or the program's.", HelpName = "DIR" };
        var size = new Option<int?>("--ngram-size") { Description = "So many words in a row are an overlap, 5 to 100; by default what the stage declares, or 13.", HelpName = "N" };
        var command = new Command("contamination", "Looks training data through for what evaluation sets have; exit code 4 where it has something.") { against, data, size };
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Failures.GuardAsync(console, parsed.GetValue(options.Json), async () =>
        {
            string[] words = parsed.GetValue(options.Words) ?? [];
            bool isFile = words.Length > 0 && ProgramOptions.IsYaml(words[0]);
            (LabProgram? program, string[] named) = isFile || options.HasProgram ? options.Program(parsed, cancellationToken) : (null, words);
            if (named.Length == 0)
            {
                throw CommandException.Usage("Name stages, data sets or files of training data.");
            }

            string folder = parsed.GetValue(data) ?? ProgramOptions.YamlFolder(words) ?? AppContext.BaseDirectory;
            var sources = new ContaminationSources(program, folder);
            StagePlan[] stages = [.. named.Select(sources.Stage).OfType<StagePlan>()];
            string[] sets = parsed.GetValue(against) ?? [];
            EvaluationTexts[] evaluation = sets.Length > 0 ? [.. sets.SelectMany(sources.Evaluation)] : [.. stages.SelectMany(sources.KeptOut).DistinctBy(set => set.Name)];
            if (evaluation.Length == 0)
            {
                throw CommandException.Usage("Say what must not be in it: --against with a data set, a file or the folder of the tasks' data, or 'decontaminate' of the stage.");
            }

            foreach (string missing in sources.Missing)
            {
                console.WriteWarning(missing);
            }

            int ngramSize = Size(parsed.GetValue(size), stages);
            return await Task.Run(
                () =>
                {
                    NgramIndex index = NgramIndex.Build(evaluation, ngramSize, cancellationToken);
                    DatasetContamination[] found =
                    [
                        .. named.SelectMany(sources.Training).DistinctBy(set => set.Name).Select(set => ContaminationCheck.Run(index, set.Name, set.Texts, cancellationToken: cancellationToken)),
                    ];
                    Write(console, parsed.GetValue(options.Json), index, found, name => program?.Find(name)?.Name ?? name);
                    return found.Any(set => set.Contaminated > 0) ? ExitCode.Contaminated : ExitCode.Success;
                },
                cancellationToken);
        }));
        return command;
    }

    private static int Size(int? asked, IReadOnlyList<StagePlan> stages)
    {
        if (asked is < NgramIndex.MinimumSize or > NgramIndex.MaximumSize)
        {
            throw CommandException.Usage($"--ngram-size {asked} is not {NgramIndex.MinimumSize} to {NgramIndex.MaximumSize}.");
        }

        return asked ?? stages
            .Select(stage => (int)StageVocabulary.Of(stage.Declaration.Kind).Value(stage.Declaration.Options, "contamination_ngram_size")!.Value.AsInteger())
            .DefaultIfEmpty(NgramIndex.DefaultSize).First();
    }

    private static void Write(LabConsole console, bool isJson, NgramIndex index, IReadOnlyList<DatasetContamination> found, Func<string, string> name)
    {
        if (isJson)
        {
            console.WriteJson(new { NgramSize = index.Size, EvaluationSets = index.Sets, TrainingSets = found });
            return;
        }

        ContaminationTable.Write(console.Out, index, found, name);
    }
}
