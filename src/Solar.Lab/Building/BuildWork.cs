using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Solar.Families;
using Solar.Lab.CommandLine;
using Solar.Lab.CommandLine.Programs;
using Solar.Specs;

namespace Solar.Lab.Building;

/// <summary>How much there is to do for a node, beside another: tokens of a stage times parameters of its model. It is no more than an estimate, and good for a time left.</summary>
/// <param name="program">The declarations.</param>
/// <param name="settings">Folders and overrides.</param>
internal sealed class BuildWork(LabProgram program, BuildSettings settings)
{
    // Of English text and of its records; what a pass really has, a stage knows when it has read it.
    private const double BytesPerToken = 3;

    // An alignment also computes what its reference says.
    private const double AlignmentFactor = 1.5;

    /// <summary>The work of a node; none of what is no stage, which is done in no time, and null of a stage whose data is not there yet.</summary>
    public double? Of(BuildNode node) => node is { Kind: BuildKind.Stage, Entry: { Stage: { } stage, Model: { } model } entry }
        ? Tokens(entry, stage.Declaration) * model.ParameterCount * (stage.Declaration.Kind == StageKind.AlignTune ? AlignmentFactor : 1)
        : 0;

    private double? Tokens(ProgramEntry entry, StageDeclaration stage)
    {
        SortedDictionary<string, string> overrides = StageOverrides.Of(entry, settings.Overrides);
        double steps = Number("max_steps");
        return steps > 0
            ? steps * Number("per_device_train_batch_size") * Number("gradient_accumulation_steps") * Number("max_length")
            : Number("num_train_epochs") * Bytes(entry.Stage!.Datasets) / BytesPerToken;

        double Number(string key) => overrides.TryGetValue(key, out string? value) && double.TryParse(value, CultureInfo.InvariantCulture, out double told)
            ? told
            : (stage.Options.Find(key) ?? StageVocabulary.Of(stage.Kind).Find(key)!.Default!.Value).AsNumber();
    }

    private double? Bytes(IEnumerable<string> datasets)
    {
        try
        {
            return datasets.SelectMany(name => DataFiles.Find(settings.DataDirectory, program.Find(name)!.Dataset!.Declaration.Path, name)).Sum(file => (double)new FileInfo(file).Length);
        }
        catch (Exception fault) when (fault is CommandException or IOException or UnauthorizedAccessException)
        {
            // A step has yet to write it.
            return null;
        }
    }
}
