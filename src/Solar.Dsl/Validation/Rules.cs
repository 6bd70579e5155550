using System.Collections.Generic;
using static Solar.Validation.RuleSeverity;

namespace Solar.Validation;

/// <summary>Every rule of the language. Each has a page <c>docs/diagnostics/ID.md</c>, a row in the generator's release notes and a test of its span.</summary>
public static class Rules
{
    /// <summary>The file is no YAML.</summary>
    public static readonly Rule MalformedYaml = new("SOLAR001", "Malformed YAML", "The file cannot be read as YAML: {0}", Error);

    /// <summary>A key that the word does not have.</summary>
    public static readonly Rule UnknownKey = new("SOLAR002", "Unknown key", "'{0}' is no key of '{1}'{2}", Error);

    /// <summary>A key written twice.</summary>
    public static readonly Rule DuplicateKey = new("SOLAR003", "Duplicate key", "'{0}' is written twice", Error);

    /// <summary>A class that cannot be extended by generated code.</summary>
    public static readonly Rule UnsupportedDeclaration = new("SOLAR004", "Class cannot be extended", "'{0}' cannot be a Solar declaration: {1}", Error);

    /// <summary>A name that nothing answers to.</summary>
    public static readonly Rule UnresolvedName = new("SOLAR005", "Unresolved name", "'{0}' is no {1}{2}", Error);

    /// <summary>Two declarations with one name.</summary>
    public static readonly Rule DuplicateDeclaration = new("SOLAR006", "Declared twice", "'{0}' is declared twice{1}", Error);

    /// <summary>A value of the wrong type or outside its choices.</summary>
    public static readonly Rule InvalidValue = new("SOLAR007", "Invalid value", "'{0}' is no value of '{1}': expected {2}", Error);

    /// <summary>A recipe expression that must be quoted, or cannot be read.</summary>
    public static readonly Rule MalformedRecipe = new("SOLAR008", "Malformed recipe", "The recipe cannot be read: {0}", Error);

    /// <summary>A class that is declared as two things, or as none.</summary>
    public static readonly Rule ConflictingWords = new("SOLAR009", "Conflicting words", "'{0}' is declared by {1}: {2}", Error);

    /// <summary>A name that several declarations answer to.</summary>
    public static readonly Rule AmbiguousName = new("SOLAR010", "Ambiguous name", "'{0}' may mean {1}: write the full name", Error);

    /// <summary>A required key is missing.</summary>
    public static readonly Rule MissingKey = new("SOLAR011", "Missing key", "'{0}' needs '{1}'", Error);

    /// <summary>A fault of Solar itself.</summary>
    public static readonly Rule InternalError = new(
        "SOLAR012", "Internal error", "Solar failed at '{0}' ({1}): this is a fault of Solar, please report it with the declaration", Error);

    /// <summary>A project that emitted code cannot be part of.</summary>
    public static readonly Rule UnsupportedProject = new("SOLAR013", "Project cannot hold emitted code", "Nothing is emitted into this project: {0}", Error);

    /// <summary>A stage or merge that more can see than its model.</summary>
    public static readonly Rule InconsistentAccessibility = new(
        "SOLAR014", "Inconsistent accessibility", "'{0}' is {1}, but its weights are of '{2}', which is {3}: make them alike", Error);

    /// <summary>A file that the project does not hand over.</summary>
    public static readonly Rule MissingFile = new(
        "SOLAR015", "Missing file", "'{0}' is {1}: {2}", Error);

    /// <summary>A file that a declaration cannot be compared with.</summary>
    public static readonly Rule IncomparableFile = new("SOLAR016", "File cannot be compared", "'{0}' cannot be compared with '{1}': {2}", Error);

    /// <summary>Query heads do not divide the width.</summary>
    public static readonly Rule HeadsDoNotDivide = new(
        "SOLAR101", "Heads do not divide the width",
        "{0} {1} is not divisible by {2} {3}: change one of them{4}", Error);

    /// <summary>Key/value heads do not divide the query heads.</summary>
    public static readonly Rule KeyValueHeadsMismatch = new(
        "SOLAR102", "Key/value heads do not divide the query heads",
        "{0} {1} does not divide {2} {3}: {4} would fit", Error);

    /// <summary>A number outside its range.</summary>
    public static readonly Rule NumberOutOfRange = new("SOLAR103", "Number out of range", "{0} = {1} is out of range: expected {2}", Error);

    /// <summary>Rope scaling that lacks a part, or has one without its type.</summary>
    public static readonly Rule IncompleteRopeScaling = new("SOLAR104", "Incomplete rope scaling", "{0} is incomplete: {1}", Error);

    /// <summary>Rotary positions need pairs.</summary>
    public static readonly Rule OddHeadDim = new(
        "SOLAR105", "Odd head size", "{0} is odd: rotary positions turn pairs of features", Error);

    /// <summary>A router that would choose more experts than there are.</summary>
    public static readonly Rule MoreExpertsPerTokenThanExperts = new(
        "SOLAR106", "More experts per token than experts", "{0} {1} exceeds {2} {3}: a position cannot go through more experts than there are", Error);

    /// <summary>A decoder that lacks a component.</summary>
    public static readonly Rule MissingComponent = new("SOLAR107", "Missing component", "The decoder has no {0}: expected {1}", Error);

    /// <summary>Components that exclude each other.</summary>
    public static readonly Rule ComponentsExclude = new("SOLAR108", "Components exclude each other", "'{0}' and '{1}' exclude each other: {2}", Error);

    /// <summary>A component of no decoder.</summary>
    public static readonly Rule ComponentWithoutDecoder = new(
        "SOLAR109", "Component without decoder", "'{0}' is a component of a decoder, and '{1}' is none: {2}", Error);

    /// <summary>A pattern of layers that does not fit them.</summary>
    public static readonly Rule LayerPatternDoesNotFit = new("SOLAR110", "Layer pattern does not fit", "layer_types does not fit: {0}", Error);

    /// <summary>A user's own module that cannot stand in for a component.</summary>
    public static readonly Rule UnusableModule = new("SOLAR111", "Module cannot stand in", "'{0}' cannot stand in for {1}: {2}", Error);

    /// <summary>A parameter of a user's own module without name or shape.</summary>
    public static readonly Rule MalformedModuleTensor = new("SOLAR112", "Malformed tensor of a module", "The tensor '{0}' of '{1}' is malformed: {2}", Error);

    /// <summary>The declared depth is not the computed one.</summary>
    public static readonly Rule UnexpectedDepth = new("SOLAR201", "Unexpected depth", "'{0}' has {1} layers, not {2}{3}", Error);

    /// <summary>The declared parameter count is not the computed one.</summary>
    public static readonly Rule UnexpectedParameters = new("SOLAR202", "Unexpected parameter count", "'{0}' has {1} parameters, not {2}", Error);

    /// <summary>A layer range that is no range of the source.</summary>
    public static readonly Rule InvalidLayerRange = new("SOLAR203", "Invalid layer range", "'{0}' is no range of the {1} layers of '{2}': {3}", Error);

    /// <summary>More layers dropped than there are.</summary>
    public static readonly Rule DropOutOfRange = new(
        "SOLAR204", "Drop out of range", "{0} {1} leaves no layer of the {2} of '{3}': expected 0 to {4}", Error);

    /// <summary>A declaration that is made from itself.</summary>
    public static readonly Rule Cycle = new("SOLAR205", "Cycle", "'{0}' is made from itself: {1}", Error);

    /// <summary>The first or last layer of the source is not used.</summary>
    public static readonly Rule OuterLayerUnused = new(
        "SOLAR206", "Outer layer unused",
        "the {0} layer of '{1}' ({2}) is not used: {3}", Warning);

    /// <summary>Layers that run backwards.</summary>
    public static readonly Rule LayersRunBackwards = new(
        "SOLAR207", "Layers run backwards", "range '{0}' lies wholly below the range before it: layers run backwards from {1} to {2}", Warning);

    /// <summary>Depth, number of copies, drops and the wanted depth that do not go together.</summary>
    public static readonly Rule InconsistentUpscale = new(
        "SOLAR208", "Inconsistent up-scaling", "{0} copies of the {1} layers of '{2}' do not give targetLayers {3}: {4}", Error);

    /// <summary>A place for a new layer that is none.</summary>
    public static readonly Rule InvalidPlace = new(
        "SOLAR209", "Invalid place of a new layer", "'{0}' is no place for a new layer in the {1} layers of '{2}': {3}", Error);

    /// <summary>Groups of layers that do not divide the depth.</summary>
    public static readonly Rule GroupsDoNotDivide = new(
        "SOLAR210", "Groups do not divide the depth", "every {0} does not divide the {1} layers of '{2}': {3} would", Error);

    /// <summary>Layers of models of different shapes.</summary>
    public static readonly Rule SourcesDiffer = new(
        "SOLAR211", "Sources have different tensors", "layers of '{0}' and '{1}' make no model together: {2}", Error);

    /// <summary>Vocabularies of different sizes, and nothing said about it.</summary>
    public static readonly Rule VocabularyWithoutPolicy = new(
        "SOLAR212", "Vocabularies differ without a policy", "{0}: {1}", Error);

    /// <summary>Layers of models that compute differently with the same tensors.</summary>
    public static readonly Rule SourcesComputeDifferently = new(
        "SOLAR213", "Sources compute differently", "layers of '{0}' run as those of '{1}' do, but {2}", Warning);

    /// <summary>A head that is tied in one source and its own in another.</summary>
    public static readonly Rule TiedConflict = new(
        "SOLAR214", "Tied and untied heads", "the head of '{0}' is its embedding and '{1}' has one of its own: say whose it is with 'head'", Error);

    /// <summary>A new layer that cannot learn.</summary>
    public static readonly Rule NoGradient = new(
        "SOLAR215", "Zeroed tensor gets no gradient", "a new layer with '{0}' = 0 cannot learn: {1}", Warning);

    /// <summary>A tensor that a layer does not have.</summary>
    public static readonly Rule UnknownTensor = new(
        "SOLAR216", "Unknown tensor", "'{0}' is no tensor of a layer of '{1}'{2}", Error);

    /// <summary>New layers at the bottom alone.</summary>
    public static readonly Rule PrefixOnlyInsertion = new(
        "SOLAR217", "New layers at the bottom alone",
        "all new layers are among the lowest {0} of {1}: LLaMA Pro measured 15.1 for that, 65.9 for layers spread over the depth and 58.6 for the top", Warning);

    /// <summary>The mean of a layer with itself.</summary>
    public static readonly Rule BlendOfOneLayer = new(
        "SOLAR218", "Mean of one and the same layer", "the mean at {0} is of {1} with itself: write 'copy'", Error);

    /// <summary>A new layer that is called identity and changes what the model computes.</summary>
    public static readonly Rule IdentityAdds = new(
        "SOLAR219", "Identity layer adds something", "the new layer changes what the model computes, for '{0}' is not zero: add it to 'zero', or write 'copy'", Warning);

    /// <summary>A recipe that a model cannot have.</summary>
    public static readonly Rule RecipeDoesNotApply = new(
        "SOLAR220", "Recipe does not apply", "'{0}' does not apply to '{1}': {2}", Error);

    /// <summary>Windows that the result's config.json cannot say to every version of transformers.</summary>
    public static readonly Rule WindowsAgainstRule = new(
        "SOLAR230", "Windows against the family's rule",
        "layer {0} of the result is layer {1} of '{2}', which {3}, and transformers before 4.53 would run it {4}, for it goes by the place alone: {5}, or load the result with 4.53 or later, which reads layer_types", Warning);

    /// <summary>Two models of different tensors.</summary>
    public static readonly Rule TensorMismatch = new(
        "SOLAR301", "Tensors differ", "'{0}' cannot start from '{1}': {2}", Error);

    /// <summary>A change of window or rotary positions that alters results.</summary>
    public static readonly Rule PositionsDiffer = new(
        "SOLAR302", "Positions differ", "'{0}' starts from '{1}', but {2}", Warning);

    /// <summary>A narrower data type.</summary>
    public static readonly Rule DtypeNarrows = new(
        "SOLAR303", "Data type narrows", "'{0}' is {1} and starts from '{2}' in {3}: {4}", Info);

    /// <summary>A merge of models that are not alike.</summary>
    public static readonly Rule MergeOfDifferentModels = new(
        "SOLAR304", "Merge of different models", "'{0}' cannot merge '{1}' with '{2}': {3}", Error);

    /// <summary>A method that takes another number of models.</summary>
    public static readonly Rule MergeModelCount = new(
        "SOLAR305", "Wrong number of models", "'{0}' merges {1}, not {2}{3}", Error);

    /// <summary>A base that is missing, or that the method has no use for.</summary>
    public static readonly Rule MergeBase = new(
        "SOLAR306", "Base model", "'{0}' {1}", Error);

    /// <summary>A parameter that the method does not have.</summary>
    public static readonly Rule UnknownMergeParameter = new(
        "SOLAR307", "Unknown merge parameter", "'{0}' is no parameter of '{1}'{2}", Error);

    /// <summary>A parameter outside its range.</summary>
    public static readonly Rule MergeParameterOutOfRange = new(
        "SOLAR308", "Merge parameter out of range", "{0} = {1} is out of range for '{2}': expected {3}", Error);

    /// <summary>A list of values that is longer or shorter than that of the models.</summary>
    public static readonly Rule MergeValuesCount = new(
        "SOLAR309", "One value a model", "{0} values of '{1}' for {2} models: each model needs one", Error);

    /// <summary>Weights whose sum is divided by is 0.</summary>
    public static readonly Rule WeightsSumToZero = new(
        "SOLAR310", "Weights sum to zero", "the weights of '{0}' sum to 0{1}, and the result is divided by their sum", Error);

    /// <summary>A filter that no tensor's name contains.</summary>
    public static readonly Rule FilterMatchesNothing = new(
        "SOLAR311", "Filter matches no tensor", "no tensor of '{0}' has '{1}' in its name{2}", Warning);

    /// <summary>A gradient for tensors that are in no layer.</summary>
    public static readonly Rule GradientOutsideLayers = new(
        "SOLAR312", "Gradient outside the layers", "'{0}' fits tensors outside the layers alone: of its {1} values only the {2} counts", Warning);

    /// <summary>A merge of models that have no ancestor in common.</summary>
    public static readonly Rule UnrelatedParents = new(
        "SOLAR313", "Unrelated parents", "'{0}' and '{1}' have no weights in common: one starts from '{2}', the other from '{3}'", Warning);

    /// <summary>Vocabularies that differ, and no word on what to do.</summary>
    public static readonly Rule MergeVocabularies = new(
        "SOLAR314", "Vocabularies differ", "'{0}' has {1} tokens and '{2}' has {3}: say what becomes of the others by vocabulary: common", Error);

    /// <summary>A model that is merged with itself.</summary>
    public static readonly Rule MergedWithItself = new(
        "SOLAR315", "Merged with itself", "'{0}' is merged twice, layer by layer with itself: that changes no more than one greater weight would", Warning);

    /// <summary>A result of a narrower data type than what is merged.</summary>
    public static readonly Rule MergeNarrows = new(
        "SOLAR316", "Merge narrows the data type", "'{0}' is written in {1}, and '{2}' is {3}: {4}", Info);

    /// <summary>Slices that do not fit each other or the result.</summary>
    public static readonly Rule MergeDepth = new(
        "SOLAR317", "Layers do not fit", "{0}", Error);

    /// <summary>A parameter without a value for some tensor.</summary>
    public static readonly Rule ParameterWithoutValue = new(
        "SOLAR318", "Parameter without a value", "'{0}' of '{1}' has no value for tensor '{2}': no filter fits it, and there is no value for the rest", Error);

    /// <summary>A setting that can never count.</summary>
    public static readonly Rule UnreachableSetting = new(
        "SOLAR319", "Setting is never used", "this value of '{0}' is never used: {1} before it fits first", Warning);

    /// <summary>Something of mergekit's that Solar does not do.</summary>
    public static readonly Rule MergekitUnsupported = new(
        "SOLAR320", "Not taken from mergekit", "{0} is not taken from mergekit's file: {1}", Error);

    /// <summary>A key that mergekit ignores where it stands.</summary>
    public static readonly Rule MergekitMisplaced = new(
        "SOLAR321", "Misplaced key of mergekit's", "'{0}' has no effect where it stands: {1}", Error);

    /// <summary>A slice of no layers.</summary>
    public static readonly Rule MergekitEmptySlice = new(
        "SOLAR322", "Empty slice", "layer_range {0} takes no layer: {1}", Error);

    /// <summary>A config or manifest that says something else.</summary>
    public static readonly Rule ConfigDisagrees = new("SOLAR350", "Config disagrees", "{0} is {1} here and {2} in '{3}'", Error);

    /// <summary>Tensors of the declaration that a checkpoint has not.</summary>
    public static readonly Rule TensorAbsent = new("SOLAR351", "Tensor absent", "'{0}' has {1}, and '{2}' has not", Error);

    /// <summary>Tensors of a checkpoint that the declaration has not.</summary>
    public static readonly Rule TensorUnexpected = new("SOLAR352", "Tensor unexpected", "'{0}' has {1}, and '{2}' has no place for {3}", Error);

    /// <summary>Tensors whose shapes differ.</summary>
    public static readonly Rule TensorShapeDiffers = new("SOLAR353", "Tensor shape differs", "{0} {1} {2} here and {3} in '{4}'", Error);

    /// <summary>Tensors of another data type than the declared one.</summary>
    public static readonly Rule TensorDtypeDiffers = new(
        "SOLAR354", "Tensor data type differs", "dtype is {0} here, and '{1}' has {2} in {3}", Warning);

    /// <summary>A stage or merge without what it needs.</summary>
    public static readonly Rule NoData = new("SOLAR401", "No data", "'{0}' has no data set to train on", Error);

    /// <summary>Warm-up that does not fit the steps.</summary>
    public static readonly Rule WarmupExceedsSteps = new(
        "SOLAR402", "Warm-up exceeds the steps", "warmup_steps {0} is not less than max_steps {1}: the learning rate would never reach its peak", Warning);

    /// <summary>Rows longer than the model's positions.</summary>
    public static readonly Rule RowsExceedPositions = new(
        "SOLAR403", "Rows exceed the positions", "max_length {0} exceeds max_position_embeddings {1} of '{2}'", Error);

    /// <summary>Data of another form than the stage reads.</summary>
    public static readonly Rule DataDoesNotFit = new("SOLAR404", "Data does not fit the stage", "{0} needs {1}: '{2}' is of format {3}", Error);

    /// <summary>A benchmark among the training data.</summary>
    public static readonly Rule BenchmarkInTraining = new(
        "SOLAR405", "Benchmark in the training data", "'{0}' looks like {1} ('{2}'): a model that was trained on a benchmark has no score on it", Warning);

    /// <summary>A hyper-parameter with which nothing is learned.</summary>
    public static readonly Rule TrainingDefeated = new("SOLAR406", "Training is defeated", "{0} = {1} defeats the training: {2}", Error);

    /// <summary>A learning rate far from all usual ones.</summary>
    public static readonly Rule UnusualLearningRate = new(
        "SOLAR407", "Unusual learning rate", "learning_rate {0} is far above the usual {1}: the loss will most likely diverge", Warning);

    /// <summary>A hyper-parameter that another one overrules.</summary>
    public static readonly Rule OptionUnread = new("SOLAR408", "Option without effect", "{0} has no effect: {1}", Warning);

    /// <summary>A data set that is named twice.</summary>
    public static readonly Rule DataTwice = new("SOLAR409", "Data named twice", "'{0}' is named twice: each of its records would be seen twice a pass", Warning);

    /// <summary>A pattern of trained parameters that none has.</summary>
    public static readonly Rule UnknownParameter = new("SOLAR410", "Unknown parameter", "'{0}' names no parameter of '{1}'{2}", Error);

    /// <summary>A data set that is trained on and evaluated on.</summary>
    public static readonly Rule EvaluatedOnTrainingData = new(
        "SOLAR411", "Evaluated on training data", "'{0}' is trained on, too: its loss would fall without the model being any better", Warning);

    /// <summary>A chat template of an unknown name.</summary>
    public static readonly Rule UnknownChatTemplate = new(
        "SOLAR412", "Unknown chat template", "'{0}' is no chat template: expected {1}, or the path of a .jinja file{2}", Error);

    /// <summary>Other numbers of losses and of their weights.</summary>
    public static readonly Rule LossWeightsDiffer = new(
        "SOLAR413", "Loss weights do not fit", "loss_weights has {0} numbers for the {1} of loss_type ({2})", Error);

    /// <summary>An evaluation set that is trained on.</summary>
    public static readonly Rule EvaluationSetInTraining = new(
        "SOLAR414", "Evaluation set in the training data", "'{0}' is trained on{1} and to be kept out of the training data: each of its rows would be contaminated by itself", Error);

    /// <summary>An evaluation set that is named twice.</summary>
    public static readonly Rule EvaluationSetTwice = new("SOLAR415", "Evaluation set named twice", "'{0}' is named twice in decontaminate: once is enough", Warning);

    /// <summary>A filter that cannot be read.</summary>
    public static readonly Rule MalformedFilter = new("SOLAR420", "Malformed filter", "filter \"{0}\": {1}", Error);

    /// <summary>A data file whose form nothing says.</summary>
    public static readonly Rule UnknownStorage = new(
        "SOLAR421", "Unknown form of a data file", "cannot tell from its name what '{0}' holds: expected {1}, or a written storage", Error);

    /// <summary>All rules, by id.</summary>
    public static IReadOnlyList<Rule> All { get; } =
    [
        MalformedYaml, UnknownKey, DuplicateKey, UnsupportedDeclaration, UnresolvedName, DuplicateDeclaration, InvalidValue, MalformedRecipe,
        ConflictingWords, AmbiguousName, MissingKey, InternalError, UnsupportedProject, InconsistentAccessibility,
        MissingFile, IncomparableFile,
        HeadsDoNotDivide, KeyValueHeadsMismatch, NumberOutOfRange, IncompleteRopeScaling, OddHeadDim, MoreExpertsPerTokenThanExperts,
        MissingComponent, ComponentsExclude, ComponentWithoutDecoder, LayerPatternDoesNotFit, UnusableModule, MalformedModuleTensor,
        UnexpectedDepth, UnexpectedParameters, InvalidLayerRange, DropOutOfRange, Cycle, OuterLayerUnused, LayersRunBackwards,
        InconsistentUpscale, InvalidPlace, GroupsDoNotDivide, SourcesDiffer, VocabularyWithoutPolicy, SourcesComputeDifferently, TiedConflict, NoGradient,
        UnknownTensor, PrefixOnlyInsertion, BlendOfOneLayer, IdentityAdds, RecipeDoesNotApply, WindowsAgainstRule,
        TensorMismatch, PositionsDiffer, DtypeNarrows, MergeOfDifferentModels,
        MergeModelCount, MergeBase, UnknownMergeParameter, MergeParameterOutOfRange, MergeValuesCount, WeightsSumToZero, FilterMatchesNothing,
        GradientOutsideLayers, UnrelatedParents, MergeVocabularies, MergedWithItself, MergeNarrows, MergeDepth, ParameterWithoutValue, UnreachableSetting,
        MergekitUnsupported, MergekitMisplaced, MergekitEmptySlice,
        ConfigDisagrees, TensorAbsent, TensorUnexpected, TensorShapeDiffers, TensorDtypeDiffers,
        NoData, WarmupExceedsSteps, RowsExceedPositions,
        DataDoesNotFit, BenchmarkInTraining, TrainingDefeated, UnusualLearningRate, OptionUnread, DataTwice,
        UnknownParameter, EvaluatedOnTrainingData, UnknownChatTemplate, LossWeightsDiffer, EvaluationSetInTraining, EvaluationSetTwice,
        MalformedFilter, UnknownStorage,
    ];
}
