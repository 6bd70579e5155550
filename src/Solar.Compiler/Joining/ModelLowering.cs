using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Families;
using Solar.LayerMaps;
using Solar.Plans;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Joining;

/// <summary>Turns model declarations into plans, each once, in whatever order they refer to each other.</summary>
internal sealed class ModelLowering
{
    private readonly DeclarationTable _table;
    private readonly List<Finding> _findings;
    private readonly Dictionary<string, int> _local = new(StringComparer.Ordinal);
    private readonly HashSet<string> _cycles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ModelPlan?> _plans = new(StringComparer.Ordinal);
    private readonly List<string> _path = [];

    public ModelLowering(DeclarationTable table, List<Finding> findings, IEnumerable<string> local)
    {
        _table = table;
        _findings = findings;
        foreach (string name in local)
        {
            _local[name] = _local.Count;
        }
    }

    /// <summary>Every model that has been planned.</summary>
    public IEnumerable<ModelPlan> Known => _plans.Values.OfType<ModelPlan>();

    /// <summary>The plan of a model, or null where a rule forbids it (reported once).</summary>
    public ModelPlan? Plan(ModelDeclaration model)
    {
        string name = model.Name.FullName;
        if (_plans.TryGetValue(name, out ModelPlan? known))
        {
            return known;
        }

        if (IsCycle(name))
        {
            return null;
        }

        _path.Add(name);
        ModelPlan? plan = (model.Architecture, model.Recipe) switch
        {
            ({ } architecture, null) => PlanArchitecture(model, architecture),
            (null, { } recipe) => PlanRecipe(model, recipe),
            _ => null,
        };
        _path.RemoveAt(_path.Count - 1);

        _plans[name] = plan;
        if (plan is not null)
        {
            ExpectationRules.Check(plan, ReportTo(name));
        }

        return plan;
    }

    /// <summary>Resolves a name to something with weights: its full name and the plan of its model; null (reported) where that fails.</summary>
    public (string FullName, ModelPlan Model)? ResolveCheckpoint(NameReference reference, string declaration, string element)
    {
        if (Resolve(reference, declaration, element, "model, stage or merge") is not { } fullName)
        {
            return null;
        }

        switch (_table.Find(fullName))
        {
            case ModelDeclaration model:
                return Plan(model) is { } plan ? (fullName, plan) : null;
            case StageDeclaration stage:
                return Through(fullName, stage.Model, StageLowering.Element(stage) + ".model");
            case MergeDeclaration { Inputs.Count: > 0 } merge:
                (NameReference type, string place) = MergeLowering.TypeOf(merge);
                return Through(fullName, type, place);
            case DatasetDeclaration:
                Report(Rules.UnresolvedName, declaration, element, reference.Written, "model, stage or merge", ": it is a data set");
                return null;
            default:
                return null;        // broken itself, and reported there
        }
    }

    /// <summary>Resolves the name of a data set; null (reported) where that fails.</summary>
    public string? ResolveDataset(NameReference reference, string declaration, string element)
    {
        if (Resolve(reference, declaration, element, "data set") is not { } fullName)
        {
            return null;
        }

        switch (_table.Find(fullName))
        {
            case DatasetDeclaration:
                return fullName;
            case null:
                return null;
            default:
                Report(Rules.UnresolvedName, declaration, element, reference.Written, "data set", ": it has weights");
                return null;
        }
    }

    /// <summary>
    /// The declarations that the weights of one come from, itself first and where they began last; null where they come from outside the
    /// program, which cannot know what they have in common with others.
    /// </summary>
    public IReadOnlyCollection<string>? Ancestors(string fullName)
    {
        if (_table.Find(fullName) is ModelDeclaration { Weights: not null })
        {
            return null;
        }

        var line = new List<string>();
        var open = new Stack<string>([fullName]);
        while (open.Count > 0)
        {
            string name = open.Pop();
            if (line.Contains(name))
            {
                continue;
            }

            line.Add(name);
            foreach (string source in Sources(name))
            {
                open.Push(source);
            }
        }

        return line;
    }

    private IEnumerable<string> Sources(string fullName) => _table.Find(fullName) switch
    {
        ModelDeclaration => _plans.TryGetValue(fullName, out ModelPlan? plan) && plan is not null ? plan.Map.Entries.Select(entry => entry.Source).Distinct() : [],
        StageDeclaration stage => Names([stage.Model]),
        MergeDeclaration merge => Names(merge.Base is { } @base ? [@base, .. merge.Models] : merge.Models),
        _ => [],
    };

    private IEnumerable<string> Names(IEnumerable<NameReference> references) =>
        references.Select(reference => _table.Resolve(reference).FullName).OfType<string>();

    /// <summary>The data set of a resolved name.</summary>
    public DatasetDeclaration FindDataset(string fullName) => (DatasetDeclaration)_table.Find(fullName)!;

    // A stage's weights are of its model's type; a stage of a stage leads to the same model.
    private (string FullName, ModelPlan Model)? Through(string fullName, NameReference model, string element)
    {
        if (IsCycle(fullName))
        {
            return null;
        }

        _path.Add(fullName);
        (string FullName, ModelPlan Model)? inner = ResolveCheckpoint(model, fullName, element);
        _path.RemoveAt(_path.Count - 1);
        return inner is { } found ? (fullName, found.Model) : null;
    }

    // Whoever leads into a cycle finds it, so it is told once, at the first of its declarations.
    private bool IsCycle(string fullName)
    {
        int first = _path.IndexOf(fullName);
        if (first < 0)
        {
            return false;
        }

        string[] members = [.. _path.Skip(first)];
        int start = Array.IndexOf(members, members.OrderBy(name => _local.TryGetValue(name, out int at) ? at : int.MaxValue).First());
        string[] cycle = [.. members.Skip(start), .. members.Take(start), members[start]];
        if (_cycles.Add(string.Join(" → ", cycle)))
        {
            Report(Rules.Cycle, members[start], "", Simple(members[start]), string.Join(" → ", cycle.Select(Simple)));
        }

        return true;
    }

    private string? Resolve(NameReference reference, string declaration, string element, string kind)
    {
        Resolution resolution = _table.Resolve(reference);
        if (resolution.FullName is { } fullName)
        {
            if (reference.Misuse is { } misuse)
            {
                Report(Rules.InvalidValue, declaration, element, misuse, element.Split('.')[0], "typeof of a declared class");
                return null;
            }

            if (!_table.IsDoubled(fullName) || reference.IsReportedByHost)
            {
                return fullName;
            }

            Report(Rules.UnresolvedName, declaration, element, reference.Written, kind, ": two referenced assemblies declare it, and none can be told from the other");
            return null;
        }

        if (reference.IsReportedByHost && resolution.Undeclared is null)
        {
            return null;
        }

        if (resolution.Candidates.Count > 1)
        {
            string candidates = string.Join(" or ", resolution.Candidates.Select(candidate => $"'{candidate}'"));
            Report(Rules.AmbiguousName, declaration, element, reference.Written, candidates);
            return null;
        }

        string[] empty = [.. reference.Usings.Where(import => !_table.HasNamespace(import))];
        string elsewhere = empty.Length == 0 ? "" : "; no declaration is in " + string.Join(" or ", empty.Select(import => $"'{import}'"));
        if (_table.Nearest(reference.Written) is { } nearest)
        {
            string written = reference.Written;
            Mend mend = Mend.ReplaceMarked($"Write '{nearest}'", written.Substring(0, written.LastIndexOf('.') + 1) + nearest);
            Report(Rules.UnresolvedName, declaration, element, written, kind, $"{elsewhere}; did you mean '{nearest}'?", mend);
            return null;
        }

        Report(Rules.UnresolvedName, declaration, element, reference.Written, kind, elsewhere);
        return null;
    }

    private ModelPlan? PlanArchitecture(ModelDeclaration model, ArchitectureDeclaration architecture)
    {
        string name = model.Name.FullName;
        if (Family.Find(architecture.Family) is not { } family
            || !ArchitectureRules.Check(family, architecture.Values, (rule, element, arguments) => Report(rule, name, element, arguments)))
        {
            return null;
        }

        ConfigValues values = family.Normalize(architecture.Values);
        model = model with { Architecture = architecture with { Values = values } };
        DecoderSpec spec = family.Lower(values);
        if (!SizeRules.Check(spec, family.ModelType, ReportTo(name)))
        {
            return null;
        }

        if (model.InitializeFrom is not { } reference)
        {
            return new ModelPlan(model, spec, LayerMap.Identity(name, spec.NumHiddenLayers));
        }

        if (ResolveCheckpoint(reference, name, "initialize_from") is not { } source
            || !InitializeFromRules.Check(model.Name.Name, spec, Simple(source.FullName), source.Model.Spec, ReportTo(name)))
        {
            return null;
        }

        model = model with { InitializeFrom = NameReference.Full(source.FullName) };
        return new ModelPlan(model, spec, LayerMap.Identity(source.FullName, spec.NumHiddenLayers))
        {
            RecipeText = $"InitializeFrom({Simple(source.FullName)})",
            Sources = EquatableArray.Of(new ModelSource(source.FullName, source.Model.Spec)),
            Outside = OutsideTensors.Of(source.FullName),
        };
    }

    private ModelPlan? PlanRecipe(ModelDeclaration model, Recipe recipe)
    {
        string name = model.Name.FullName;
        var context = new LoweringContext((reference, element) => ResolveCheckpoint(reference, name, element), ReportTo(name));
        var lowering = new RecipeLowering(context);
        if (lowering.Lower(recipe, element: "") is not { } lowered)
        {
            return null;
        }

        if (!SizeRules.Check(lowered.Spec, "", ReportTo(name)))
        {
            return null;
        }

        if (model.CopiedAs is { } asked && lowered.Spec.Dtype != asked)
        {
            string why = lowered.Spec.Dtype is { } stored
                ? $"the layers are {stored.Name()} and are copied as they are; leave the key out, or let the command merge convert them"
                : "the layers are copied as they are, and their model declares no data type to compare; write its dtype there, or leave the key out";
            Report(Rules.MergekitUnsupported, name, "layers.dtype", $"dtype: {asked.Name()}", why);
            return null;
        }

        RecipeRules.CheckOuterLayers(recipe, lowered, context);
        RecipeRules.CheckWindows(recipe, lowered, context);
        return new ModelPlan(model with { Recipe = recipe.Rename(context.Full) }, lowered.Spec, lowered.Map)
        {
            RecipeText = context.Text(recipe),
            Sources = lowered.UsedSources,
            Outside = lowered.Outside,
            Upcycling = lowered.Upcycling,
        };
    }

    private Report ReportTo(string declaration) => (rule, element, arguments) => Report(rule, declaration, element, arguments);

    // Referenced assemblies were judged when they were compiled; here their faults could not be mended.
    private void Report(Rule rule, string declaration, string element, params object[] arguments)
    {
        if (_local.ContainsKey(declaration))
        {
            Finding finding = Finding.Of(rule, new ElementPath(declaration, element), arguments);
            if (!_findings.Contains(finding))
            {
                _findings.Add(finding);
            }
        }
    }

    private static string Simple(string fullName) => fullName.Substring(fullName.LastIndexOf('.') + 1);
}
