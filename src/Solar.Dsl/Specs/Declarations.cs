using System.Collections.Generic;
using System.Linq;

namespace Solar.Specs;

/// <summary>Something declared: a model, a stage, a merge or a data set. It holds no location, so that moving lines changes nothing.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Shape">How its class is declared.</param>
public abstract record Declaration(DeclarationName Name, DeclarationShape Shape);

/// <summary>An architecture, or a recipe over models: it becomes a module type.</summary>
public sealed record ModelDeclaration(DeclarationName Name, DeclarationShape Shape) : Declaration(Name, Shape)
{
    /// <summary>The family's typed config.json; null for a recipe.</summary>
    public ArchitectureDeclaration? Architecture { get; init; }

    /// <summary>How it is made from another model; null for an architecture.</summary>
    public Recipe? Recipe { get; init; }

    /// <summary>Where its weights are, if anywhere.</summary>
    public WeightsDeclaration? Weights { get; init; }

    /// <summary>A model of another class with the same tensors, from whose weights this one starts.</summary>
    public NameReference? InitializeFrom { get; init; }

    /// <summary>The config.json that its architecture is read from; null once it has been read, and where there is none.</summary>
    public ConfigSource? FromConfig { get; init; }

    /// <summary>What its author expects of it.</summary>
    public Expectation? Expect { get; init; }

    /// <summary>
    /// The data type that a file of mergekit's asks of layers that are copied as they are; null where it asks none. It is compared and
    /// nothing else, so that it is no part of the canonical text.
    /// </summary>
    public Dtype? CopiedAs { get; init; }

    /// <summary>The files that it must agree with; null without any.</summary>
    public FileChecks? CheckAgainst { get; init; }
}

/// <summary>A Hugging Face config.json that takes part at compile time.</summary>
/// <param name="Path">The additional file, as written: its path or the end of it.</param>
/// <param name="Ignore">Keys that are known to say nothing about tensors or numbers.</param>
public sealed record ConfigSource(string Path, EquatableArray<string> Ignore);

/// <summary>Files that a declaration is compared with: configs, indexes, tensor lists and manifests.</summary>
/// <param name="Files">The additional files, as written.</param>
/// <param name="Ignore">Keys and tensors that may differ; <c>*</c> in a tensor's name stands for any number.</param>
public sealed record FileChecks(EquatableArray<string> Files, EquatableArray<string> Ignore);

/// <summary>A family and the keys of its config.json that were written.</summary>
/// <param name="Family">The family's <c>model_type</c>, such as <c>llama</c>.</param>
/// <param name="Values">The written keys.</param>
public sealed record ArchitectureDeclaration(string Family, ConfigValues Values);

/// <summary>Bound weights.</summary>
/// <param name="Location">A folder, or <c>org/name</c> in the local Hugging Face cache.</param>
/// <param name="Revision">Branch, tag or commit in that cache; null for the default.</param>
public sealed record WeightsDeclaration(string Location, string? Revision);

/// <summary>Numbers that the compiler compares with what it computes.</summary>
/// <param name="NumHiddenLayers">Expected depth, if stated.</param>
/// <param name="Parameters">Expected number of parameters, if stated.</param>
public sealed record Expectation(long? NumHiddenLayers, long? Parameters);

/// <summary>What a stage does.</summary>
public enum StageKind
{
    /// <summary>Continued pretraining: next-token loss on plain text.</summary>
    Pretrain,

    /// <summary>Supervised instruction tuning.</summary>
    InstructionTune,

    /// <summary>Preference alignment (DPO and its relatives).</summary>
    AlignTune,
}

/// <summary>A training stage: it makes weights of its model's type.</summary>
public sealed record StageDeclaration(DeclarationName Name, DeclarationShape Shape) : Declaration(Name, Shape)
{
    /// <summary>What it does.</summary>
    public StageKind Kind { get; init; }

    /// <summary>The model, stage or merge from whose weights it starts.</summary>
    public NameReference Model { get; init; } = NameReference.Full("");

    /// <summary>The data sets it trains on.</summary>
    public EquatableArray<NameReference> Data { get; init; }

    /// <summary>The data sets it is evaluated on while it trains; may be none.</summary>
    public EquatableArray<NameReference> EvalData { get; init; }

    /// <summary>The evaluation sets that its data must not overlap; may be none.</summary>
    public EquatableArray<NameReference> Decontaminate { get; init; }

    /// <summary>The written hyper-parameters, by TrainingArguments' names.</summary>
    public ConfigValues Options { get; init; } = ConfigValues.Empty;
}

/// <summary>A merge of checkpoints of one architecture.</summary>
public sealed record MergeDeclaration(DeclarationName Name, DeclarationShape Shape) : Declaration(Name, Shape)
{
    /// <summary>The method's word, such as <c>average</c>.</summary>
    public string Method { get; init; } = "average";

    /// <summary>What is merged, in order.</summary>
    public EquatableArray<MergeInput> Inputs { get; init; }

    /// <summary>The model that differences are taken from; null where the method has none.</summary>
    public NameReference? Base { get; init; }

    /// <summary>The parameters of the whole merge.</summary>
    public EquatableArray<MergeParameter> Parameters { get; init; }

    /// <summary>Which layers are merged with which; empty where every layer is merged with those of its number.</summary>
    public EquatableArray<MergeSlice> Slices { get; init; }

    /// <summary>The model whose type the result has; null for that of the base, else of the first input.</summary>
    public NameReference? Into { get; init; }

    /// <summary>Data type of the result; null for that of the model.</summary>
    public Dtype? Dtype { get; init; }

    /// <summary>What is done where vocabularies differ.</summary>
    public VocabularyPolicy Vocabulary { get; init; }

    /// <summary>Whose tokenizer and generation files go with the result; null for the base's, else the first input's.</summary>
    public NameReference? TokenizerSource { get; init; }

    /// <summary>Full name of the user's static function of a <c>custom_merge</c>; null for a method of ours.</summary>
    public string? Function { get; init; }

    /// <summary>The models that are merged, without their parameters.</summary>
    public IEnumerable<NameReference> Models => Inputs.Select(input => input.Model);
}

/// <summary>A data set of files.</summary>
public sealed record DatasetDeclaration(DeclarationName Name, DeclarationShape Shape) : Declaration(Name, Shape)
{
    /// <summary>The word that declares it: <c>text_file</c> or <c>json_lines</c>.</summary>
    public string Kind { get; init; } = "text_file";

    /// <summary>Its file, relative to the program's data folder; or several, by a pattern.</summary>
    public string Path { get; init; } = "";

    /// <summary>The other written keys.</summary>
    public ConfigValues Options { get; init; } = ConfigValues.Empty;
}
