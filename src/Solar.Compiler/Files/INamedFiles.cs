using Solar.Validation;

namespace Solar.Compiler.Files;

/// <summary>The files that declarations may name: those that a project hands to its compiler, or those beside the declarations that a command reads.</summary>
public interface INamedFiles
{
    /// <summary>The file that is meant; null (reported) where it cannot be had.</summary>
    /// <param name="written">Its path as written.</param>
    /// <param name="element">The element that names it.</param>
    /// <param name="report">Receives what is wrong (SOLAR015).</param>
    ProgramFile? Find(string written, string element, Report report);
}
