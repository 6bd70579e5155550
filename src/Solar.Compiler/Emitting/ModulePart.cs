using System.Collections.Generic;
using System.Linq;

namespace Solar.Compiler.Emitting;

/// <summary>A submodule of an emitted class.</summary>
/// <param name="Name">The name that it is registered by, such as <c>q_proj</c>; in C# casing it is the property.</param>
/// <param name="Type">Its type.</param>
/// <param name="Create">The expression that makes it.</param>
/// <param name="Documentation">What hovering shows, without its last full stop.</param>
internal sealed record ModulePart(string Name, string Type, string Create, string Documentation)
{
    /// <summary>Its property.</summary>
    public string Property { get; init; } = EmittedNames.Pascal(Name);

    /// <summary>Lines that fill it after it is made; empty for none.</summary>
    public string Fill { get; init; } = "";

    /// <summary>The lines of a constructor's body that make and register the parts.</summary>
    public static void WriteConstruction(IndentedWriter writer, IReadOnlyCollection<ModulePart> parts)
    {
        bool isSpaced = false;
        foreach (ModulePart part in parts)
        {
            if (isSpaced)
            {
                writer.Line();
            }

            isSpaced = part.Fill.Length > 0;
            writer.Write($"{part.Property} = {part.Create};{(isSpaced ? "\n" + part.Fill : "")}");
        }

        // Parts of one name are alternatives: each object has one of them, and the others are null.
        writer.Line();
        foreach (string name in parts.Select(part => part.Name).Distinct())
        {
            ModulePart[] named = [.. parts.Where(part => part.Name == name)];
            string module = named.Length == 1 ? named[0].Property : $"(Module?){string.Join(" ?? ", named.Select(part => part.Property))}!";
            writer.Write($"register_module(\"{name}\", {module});");
        }
    }

    /// <summary>The properties, each followed by an empty line.</summary>
    public static void WriteProperties(IndentedWriter writer, IEnumerable<ModulePart> parts)
    {
        foreach (ModulePart part in parts)
        {
            writer.WriteSummary(part.Documentation + ".");
            writer.Write($"public {part.Type} {part.Property} {{ get; }}\n");
        }
    }

    /// <summary>A module class of these parts: constructor, properties, forward pass.</summary>
    /// <param name="writer">Where it is written.</param>
    /// <param name="name">Its name.</param>
    /// <param name="constants">Its constants; empty for none.</param>
    /// <param name="parts">Its parts, in the order in which the family's code makes them.</param>
    /// <param name="forward">The lines of its forward pass, from its signature on.</param>
    /// <param name="parameters">What its constructor takes beside the placement, such as <c>, int layer</c>.</param>
    /// <param name="first">The line that its constructor begins with; empty for none.</param>
    public static void WriteClass(
        IndentedWriter writer, string name, IEnumerable<string> constants, IReadOnlyList<ModulePart> parts, string forward,
        string parameters = "", string first = "")
    {
        writer.Write($"public sealed class {name} : Module");
        using (writer.WriteBlock())
        {
            string[] lines = [.. constants];
            foreach (string constant in lines)
            {
                writer.Write(constant);
            }

            if (lines.Length > 0)
            {
                writer.Line();
            }

            writer.Write($"internal {name}(Placement placement{parameters}) : base(nameof({name}))");
            using (writer.WriteBlock())
            {
                if (first.Length > 0)
                {
                    writer.Write(first);
                }

                WriteConstruction(writer, parts);
            }

            writer.Line();
            WriteProperties(writer, parts);
            writer.Write(forward);
            writer.Write("""

                /// <summary>Does nothing: the constructor registers by name.</summary>
                protected override void RegisterComponents() { }
                """);
        }
    }
}
