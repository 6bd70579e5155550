using System;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Solar.Families;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Generators.Reading;

/// <summary>Reads one attributed class. The only part of the generator that sees symbols; what it returns is data.</summary>
internal static class DeclarationReader
{
    /// <summary>The declaration of a class that carries our words; null where it carries none, or another of its parts is read for it.</summary>
    public static LocatedDeclaration? Read(
        INamedTypeSymbol type, TypeDeclarationSyntax part, Compilation compilation, CancellationToken cancellationToken)
    {
        // On a struct and the like C# refuses the attribute itself (CS0592).
        if (type.TypeKind != TypeKind.Class || DeclarationWords.Of(type) is not { } words || !StandsOn(words.Leading.Attribute, part))
        {
            return null;
        }

        (Word word, AttributeData leading) = words.Leading;
        DeclarationName name = ShapeReader.Name(type);
        if (name.FullName.Split('.').Contains(""))
        {
            return null;        // the name is still to be written, and C# says so
        }

        var reading = new ReadingContext(name, ShapeReader.Shape(type), compilation, cancellationToken);
        reading.Locate("", ShapeReader.Identifier(type, leading));
        if (ShapeReader.Fault(type) is { } fault)
        {
            object[] mends = PartialMend.Of(type) is { } mend ? [mend] : [];
            reading.Report(Rules.UnsupportedDeclaration, "", [type.Name, fault, .. mends]);
            return reading.Finish(null);
        }

        AttributeReader Open(string name) => new(words.Find(name)!, name, compilation, reading);

        // What stands beside a merge speaks of its elements, so it is read under its word.
        AttributeReader[] OpenAll(string name) => [.. words.FindAll(name).Select(found => new AttributeReader(found, word.Name, compilation, reading))];
        Declaration? declaration = word.Kind switch
        {
            WordKind.Architecture or WordKind.Recipe => ReadModel(
                word, words, Open, name => new AttributeReader(words.Find(name)!, $"{Family.Decoding.ModelType}.{name}", compilation, reading), reading),
            WordKind.Stage => ReadStage(Open(word.Name), reading),
            WordKind.Merge => new MergeReader(Open(word.Name), reading).Read(OpenAll("merge_parameter"), OpenAll("merge_slice")),
            WordKind.Dataset => ReadDataset(Open(word.Name), reading),
            _ => null,
        };
        LocateWords(words, reading, cancellationToken);
        words.Check(reading);
        return reading.Finish(declaration);
    }

    /// <summary>What is left of a class that could not be read by a fault of ours: its name, and the finding.</summary>
    public static LocatedDeclaration Unreadable(INamedTypeSymbol type, TypeDeclarationSyntax part, Finding finding)
    {
        DeclarationName name = ShapeReader.Name(type);
        SourceLocation place = SourceLocations.Of(part.Identifier);
        return new LocatedDeclaration(
            new ReadDeclaration(name, ShapeReader.Shape(type), Declaration: null),
            new DeclarationLocations(name.FullName, EquatableArray.Of(new ElementLocation("", place))),
            EquatableArray.Of(finding));
    }

    private static ModelDeclaration ReadModel(
        Word word, DeclarationWords words, Func<string, AttributeReader> open, Func<string, AttributeReader> component, ReadingContext reading)
    {
        AttributeReader attribute = open(word.Name);
        return new ModelDeclaration(reading.Name, reading.Shape)
        {
            Architecture = Family.Find(word.Name) is { } family
                ? new ArchitectureDeclaration(family.ModelType, family == Family.Decoding ? ReadComponents(attribute, words, component) : attribute.Values(family.Vocabulary))
                : null,
            Recipe = word.Kind == WordKind.Recipe ? RecipeAttributeReader.Read(attribute) : null,
            Weights = words.Find("weights") is null ? null : ReadWeights(open("weights")),
            InitializeFrom = words.Find("initialize_from") is null ? null : open("initialize_from").Type("source", key: null),
            FromConfig = word.Name == "from_config"
                ? new ConfigSource(attribute.Text("path", "path") ?? "", attribute.TextsOfProperty("Ignore", "ignore"))
                : null,
            Expect = words.Find("expect") is null ? null : ReadExpectation(open("expect")),
            CheckAgainst = words.Find("check_against") is null ? null : ReadChecks(open("check_against")),
        };
    }

    // The keys of a component are those of the decoder behind the component's name.
    private static ConfigValues ReadComponents(AttributeReader decoder, DeclarationWords words, Func<string, AttributeReader> open)
    {
        ConfigValues values = decoder.Values(DecoderVocabulary.Own);
        Vocabulary[] components = [.. DecoderVocabulary.Components.Where(component => words.Find(component.Name) is not null)];
        foreach (Vocabulary component in components)
        {
            foreach (ConfigEntry entry in open(component.Name).Values(component).Entries)
            {
                values = values.With($"{component.Name}.{entry.Key}", entry.Value);
            }
        }

        return DecoderVocabulary.WithComponents(values, components.Select(component => component.Name));
    }

    private static WeightsDeclaration ReadWeights(AttributeReader attribute) =>
        new(attribute.Text("location", "location") ?? "", attribute.TextOfProperty("Revision", "revision"));

    private static Expectation ReadExpectation(AttributeReader attribute) =>
        new(attribute.IntegerOfProperty("NumHiddenLayers", "num_hidden_layers"), attribute.IntegerOfProperty("Parameters", "parameters"));

    private static FileChecks ReadChecks(AttributeReader attribute) =>
        new(attribute.Texts("files", "files"), attribute.TextsOfProperty("Ignore", "ignore"));

    private static StageDeclaration ReadStage(AttributeReader attribute, ReadingContext reading)
    {
        StageKind kind = attribute.Word switch
        {
            "instruction_tune" => StageKind.InstructionTune,
            "align_tune" => StageKind.AlignTune,
            _ => StageKind.Pretrain,
        };
        return new StageDeclaration(reading.Name, reading.Shape)
        {
            Kind = kind,
            Model = attribute.Type("model", "model") ?? NameReference.Full(""),
            Data = attribute.TypesOfProperty("Data", "data"),
            EvalData = attribute.TypesOfProperty("EvalData", "eval_data"),
            Decontaminate = attribute.TypesOfProperty("Decontaminate", "decontaminate"),
            Options = attribute.Values(StageVocabulary.Of(kind)),
        };
    }

    private static DatasetDeclaration ReadDataset(AttributeReader attribute, ReadingContext reading) => new(reading.Name, reading.Shape)
    {
        Kind = attribute.Word,
        Path = attribute.Text("path", "path") ?? "",
        Options = attribute.Values(DatasetVocabulary.Find(attribute.Word)!),
    };

    // A word's place is the attribute's name; a value that is known by the word alone was located before, and that place wins.
    private static void LocateWords(DeclarationWords words, ReadingContext reading, CancellationToken cancellationToken)
    {
        foreach (WrittenWord written in words.All)
        {
            if (written.Attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is AttributeSyntax { Name: { } name })
            {
                reading.Locate(written.Word.Name, name);
                if (written.Word.Kind == WordKind.Component)
                {
                    reading.Locate($"{Family.Decoding.ModelType}.{written.Word.Name}", name);
                }

                reading.Locate(written.Word.Name + "#key", name);
            }
        }
    }

    private static bool StandsOn(AttributeData attribute, SyntaxNode node) =>
        attribute.ApplicationSyntaxReference is { } place && place.SyntaxTree == node.SyntaxTree && node.Span.Contains(place.Span);
}
