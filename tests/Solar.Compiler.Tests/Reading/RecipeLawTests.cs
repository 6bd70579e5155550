using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using CsCheck;
using Solar.Compiler.Joining;
using Solar.Compiler.Reading;
using Solar.Compiler.Tests.Emitting;
using Solar.Compiler.Tests.Joining;
using Solar.Families;
using Solar.Plans;
using Solar.Runtime.Checkpoints;
using Solar.Specs;
using Xunit;

namespace Solar.Compiler.Tests.Reading;

/// <summary>Random recipes, nested in each other: text and catalog give them back, and a declaration in between changes nothing.</summary>
public sealed class RecipeLawTests
{
    private static readonly Gen<Recipe> Recipes = Gen.Select(Gen.Int[0, 10], Gen.Long[1, 3]).Array[1, 4]
        .Select(steps => steps.Aggregate((Recipe)Source("A"), (inner, step) => Make(inner, step.Item1, step.Item2)));

    [Fact]
    public void Expression_ReadsBackToTheSameRecipe() => Recipes.Sample(recipe =>
    {
        string text = RecipeText.Write(recipe, name => name.Written);
        RecipeReading reading = RecipeExpressionReader.Read(text, "", NameReference.Full);
        return reading.Fault is null && Equals(recipe, reading.Recipe);
    });

    [Fact]
    public void CatalogEntry_ReadsBackToTheSameRecipe() => Recipes.Sample(recipe =>
    {
        var model = new ModelDeclaration(new DeclarationName("N", "X"), DeclarationShape.Public) { Recipe = recipe };
        return CatalogReader.Read("N.X", CanonicalText.Write(model)).Declaration is ModelDeclaration read && Equals(recipe, read.Recipe);
    });

    /// <summary>Nested as one expression, or declared step by step: the map over the innermost source is one and the same.</summary>
    [Fact]
    public void NestedRecipe_EqualsTheMapOverTheDeclaredOne() => Gen.Select(Gen.Int[0, 6], Gen.Int[0, 6], Gen.Long[1, 2], Gen.Long[1, 2]).Sample((inside, outside, m, k) =>
    {
        Recipe inner = Make(Programs.Source("Base"), inside, m);
        JoinedProgram program = Programs.Join(
            Programs.Llama("Base", 6), Programs.Recipe("Inner", inner), Programs.Recipe("Outer", Make(Programs.Source("Inner"), outside, k)),
            Programs.Recipe("Nested", Make(inner, outside, k)));

        // What does not fit fits in neither form. Only that two neighbours are one and the same layer of the base is not to be seen from a declared model.
        ModelPlan? innerPlan = program.FindModel("Paper.Inner"), outer = program.FindModel("Paper.Outer"), nested = program.FindModel("Paper.Nested");
        return outer is null || innerPlan is null ? nested is null
            : nested is null ? program.Messages().Single(message => message.Contains("Paper.Nested", System.StringComparison.Ordinal) && !message.StartsWith("SOLAR217", System.StringComparison.Ordinal)).StartsWith("SOLAR218", System.StringComparison.Ordinal)
            : nested.Map == outer.Map.Over(innerPlan.Map);
    });

    /// <summary>
    /// Each tensor of what is made has one rule, in the order of the checkpoint, and what the rules read is there. Many recipes are of one
    /// program, since it is compiling that takes time.
    /// </summary>
    [Fact]
    public void WeightMap_FillsEveryTensorExactlyOnce() => Recipes.Array[40].Sample(recipes =>
    {
        JoinedProgram program = Programs.Join(
        [
            Tiny("A"), Tiny("B"), .. recipes.Select((recipe, i) => Programs.Recipe($"Made{i}", recipe)),
        ]);
        ModelPlan[] made = [.. program.Models.Where(plan => plan.Sources.Count > 0)];
        Assembly assembly = EmittedAssembly.Load(program);
        Assert.True(made.Length > 10, $"{made.Length} of {recipes.Length} recipes fit");
        Assert.All(made, plan =>
        {
            TensorRule[] rules = [.. assembly.GetType(plan.Declaration.Name.FullName, throwOnError: true)!.Static<IEnumerable<TensorRule>>("WeightMap")];
            Dictionary<string, HashSet<string>> sources = plan.Sources.ToDictionary(
                source => source.Name, source => TensorCatalog.Tensors(source.Spec).Select(tensor => tensor.Name).ToHashSet());

            Assert.Equal(TensorCatalog.Tensors(plan.Spec).Select(tensor => tensor.Name), rules.Select(rule => rule.Target));
            Assert.Equal(rules.Length, rules.Select(rule => rule.Target).Distinct().Count());
            Assert.All(rules.SelectMany(rule => rule.Parts), part => Assert.Contains(part.Tensor, sources[part.Source ?? plan.Sources[0].Name]));
        });
    }, iter: 1, threads: 1);

    [Fact]
    public void EveryWord_IsAmongTheRandomRecipes() => Assert.Equal(
        RecipeVocabulary.All.Select(word => word.Name).Append("Layers").Order(System.StringComparer.Ordinal),
        Enumerable.Range(0, 11).Select(kind => Make(Source("A"), kind, 1))
            .Select(recipe => recipe is DerivedRecipe derived ? derived.Word.Name : "Layers").Distinct().Order(System.StringComparer.Ordinal));

    private static ReadDeclaration Tiny(string name) => Programs.Read(
        ((ModelDeclaration)Programs.Llama(name, 6).Declaration!) with { Name = new DeclarationName("", name) });

    private static SourceRecipe Source(string name) => new(NameReference.Full(name));

    private static Recipe Make(Recipe inner, int kind, long number) => kind switch
    {
        0 => new UpscaleRecipe(inner, number, 1) { Copies = number == 2 ? 3 : null },
        1 => new RepeatRecipe(inner, "1..^1") { Times = number },
        2 => new StackRecipe(inner, number + 1),
        3 => new InterleaveRecipe(inner) { Range = number == 1 ? null : "1..", Copies = number == 2 ? 3 : null },
        4 => new InsertRecipe(inner, EquatableArray.Of("^1"), number == 1 ? "average" : "identity"),
        5 => new ExpandRecipe(inner, number) { Add = number == 2 ? 2 : null },
        6 => new DropRecipe(inner, EquatableArray.Of("1..2")),
        7 => new LayersRecipe(inner, EquatableArray.Of("0..4", "^3..")),
        8 => new LayersRecipe(EquatableArray.Of(new LayersPart(inner, EquatableArray.Of("..3")), new LayersPart(Source("B"), EquatableArray.Of("2..")))) { Head = NameReference.Full("B") },
        9 => new ResizeVocabularyRecipe(inner, 32000 + number, "mean") { Seed = number == 2 ? 5 : null },
        _ => new UpcycleRecipe(inner, 4) { ExpertsPerToken = number == 2 ? 1 : null },
    };
}
