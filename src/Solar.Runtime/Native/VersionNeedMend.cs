using System;
using System.IO;
using System.Linq;

namespace Solar.Runtime.Native;

/// <summary>
/// Makes one version need of a shared library weak. The loader then only notes that the version is missing instead of refusing the library.
/// Done only where it is harmless: no relocation may refer to a symbol of that version, so that nothing is ever looked up in it.
/// </summary>
internal static class VersionNeedMend
{
    // VER_FLG_WEAK of the ELF gABI's symbol versioning, as glibc's elf/dl-version.c reads it.
    private const ushort WeakFlag = 0x2;

    /// <summary>A copy of a library with the need for a version made weak.</summary>
    /// <param name="image">The bytes of an ELF64 little-endian x86-64 shared library; left as they are.</param>
    /// <param name="version">The version's name, such as GLIBCXX_3.4.32.</param>
    /// <exception cref="InvalidDataException">It is no such library, does not need the version, or really uses it.</exception>
    public static byte[] Weaken(byte[] image, string version)
    {
        ElfImage elf = new(image);
        VersionNeed[] needs = [.. elf.VersionNeeds().Where(need => need.Name == version)];
        if (needs.Length != 1)
        {
            throw new InvalidDataException($"The library needs the version {version} {needs.Length} times; expected exactly one need.");
        }

        VersionNeed found = needs[0];
        foreach (int symbol in elf.SymbolsOf(found.Index))
        {
            if (elf.IsRelocated(symbol))
            {
                throw new InvalidDataException($"The library really uses {elf.SymbolName(symbol)} of version {version}, so the need cannot be waived.");
            }
        }

        byte[] mended = (byte[])image.Clone();
        BitConverter.TryWriteBytes(mended.AsSpan(found.FlagsOffset), (ushort)(found.Flags | WeakFlag));
        return mended;
    }
}
