using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Families;
using Solar.Lab.CommandLine;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.CommandLine.Programs;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Lab.Export;

/// <summary>A stage that is written for an engine: its hyper-parameters, its model, and how its rows are divided among GPUs.</summary>
/// <param name="Entry">The declaration.</param>
/// <param name="Sharding">How the model is divided.</param>
/// <param name="Gpus">Number of GPUs, of all machines together.</param>
internal sealed record ExportedStage(ProgramEntry Entry, Sharding Sharding, int Gpus)
{
    /// <summary>Name of the folder of the checkpoint that it starts from, and of the one that it makes.</summary>
    public const string Start = "start", Trained = "trained";

    /// <summary>The plan.</summary>
    public StagePlan Plan => Entry.Stage!;

    /// <summary>What kind of stage it is.</summary>
    public StageKind Kind => Plan.Declaration.Kind;

    /// <summary>The components of its model.</summary>
    public DecoderSpec Spec => Entry.Model!.Spec;

    /// <summary>What it starts from, without the namespace.</summary>
    public string StartName => Shown.Name(Plan.Start);

    private Vocabulary Vocabulary => StageVocabulary.Of(Kind);

    /// <summary>A hyper-parameter, as declared or by default.</summary>
    public ConfigValue Value(string key) => Vocabulary.Value(Plan.Declaration.Options, key)!.Value;

    public long Integer(string key) => Value(key).AsInteger();

    public double Number(string key) => Value(key).AsNumber();

    public bool Flag(string key) => Vocabulary.Find(key) is not null && Value(key).AsBoolean();

    public string Text(string key) => Value(key).AsText();

    /// <summary>The items of a list; empty where it was not written and has no default.</summary>
    public IReadOnlyList<string> Items(string key) => Vocabulary.Value(Plan.Declaration.Options, key) is { } list ? [.. list.AsItems()] : [];

    /// <summary>Whether a hyper-parameter was declared to be something else than it is by default.</summary>
    public bool IsDeclared(string key) => Vocabulary.Find(key) is not null && Plan.Declaration.Options.Find(key) is { } written
        && Describe(written) != (Vocabulary.Find(key)!.Default is { } standard ? Describe(standard) : "");

    /// <summary>Whether it trains adapters.</summary>
    public bool HasLora => Integer("lora_r") > 0;

    /// <summary>What it minimises, of an alignment.</summary>
    public IReadOnlyList<string> Losses => Items("loss_type");

    /// <summary>Whether it learns from single answers that are wanted or not.</summary>
    public bool IsKto => Kind == StageKind.AlignTune && Losses.Contains("kto");

    /// <summary>Rows of one forward pass on one GPU, and forward passes of a step, so that a step has the declared rows of all GPUs together.</summary>
    public (long Rows, long Passes) Batch
    {
        get
        {
            long declared = Integer("per_device_train_batch_size"), perGpu = Math.Max(1, (RowsPerStep + Gpus - 1) / Gpus);
            long rows = Enumerable.Range(1, (int)Math.Min(declared, perGpu)).Last(size => perGpu % size == 0);
            return (rows, perGpu / rows);
        }
    }

    /// <summary>Declared rows of an optimiser step.</summary>
    public long RowsPerStep => Integer("per_device_train_batch_size") * Integer("gradient_accumulation_steps");

    /// <summary>In words, how rows are divided.</summary>
    public string BatchText
    {
        get
        {
            (long rows, long passes) = Batch;
            long made = rows * passes * Gpus;
            string text = string.Create(CultureInfo.InvariantCulture, $"{Gpus} GPUs × {passes} passes × {rows} rows = {made} rows a step");
            return made == RowsPerStep
                ? $"{text}, as declared."
                : string.Create(CultureInfo.InvariantCulture, $"{text}; {RowsPerStep} are declared, which {Gpus} GPUs cannot share. Give another number of GPUs (--gpus), or scale the learning rate.");
        }
    }

    /// <summary>The class of transformers that one decoder layer is, by which FSDP divides a model.</summary>
    /// <exception cref="CommandException">Transformers has no such model.</exception>
    public string LayerClass => Family.Find(Spec.Family) is { } family && family != Family.Decoding ? ClassOf(family.Architecture) : throw Unknown;

    private string ClassOf(string architecture) => architecture switch
    {
        "GPT2LMHeadModel" => "GPT2Block",
        "GPTNeoXForCausalLM" => "GPTNeoXLayer",
        "QWenLMHeadModel" => "QWenBlock",
        { } name when name.EndsWith("ForCausalLM", StringComparison.Ordinal) => name[..^"ForCausalLM".Length] + "DecoderLayer",
        _ => throw Unknown,
    };

    private CommandException Unknown => new($"{Entry.Name} trains a model of components of its own, which transformers does not have: no other engine can train it.");

    /// <summary>Holds what no engine can do, and what cannot be written into one folder, against it.</summary>
    /// <exception cref="CommandException">Transformers has no such model, or two data sets have one file.</exception>
    public void Check()
    {
        // However the model is divided, it is transformers that makes it.
        _ = LayerClass;
        CheckFiles(Entry.Name, Datasets);
    }

    /// <summary>Holds that each data set has a file of its own.</summary>
    /// <param name="stage">Name of the stage.</param>
    /// <param name="datasets">Full names.</param>
    /// <exception cref="CommandException">Two have one.</exception>
    internal static void CheckFiles(string stage, IEnumerable<string> datasets)
    {
        if (datasets.GroupBy(DataFile, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new CommandException($"{stage} reads {string.Join(" and ", twice)}, which would both be written to {twice.Key}: give one of them a name of its own.");
        }
    }

    /// <summary>Full names of the data sets, those of evaluations behind.</summary>
    public IEnumerable<string> Datasets => Plan.Datasets.Concat(Plan.EvalDatasets).Distinct();

    /// <summary>The file of a data set, relative to the stage's folder.</summary>
    public static string DataFile(string dataset) => $"data/{Shown.Name(dataset)}.jsonl";

    private static string Describe(ConfigValue value) => value.ToString() ?? "";
}
