using System;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Threading;

namespace Solar.Runtime.Native;

/// <summary>
/// Brings libtorch into the process before TorchSharp looks for it: one copy, from a folder that is known,
/// and with TorchSharp's own library mended where the system's libstdc++ is older than it asks for.
/// </summary>
/// <remarks>
/// TorchSharp probes for "torch_cpu" and "LibTorchSharp" by name when it is first touched. Whatever is loaded by then is found by
/// its SONAME, so that it is enough to be first. Nothing is loaded in programs that never touch TorchSharp.
/// </remarks>
public static class TorchLibrary
{
    private static readonly Lock Gate = new();
    private static bool _isInstalled;
    private static bool _isLoading;
    private static bool _isAskedFor;
    private static TorchLibraryInfo? _loaded;
    private static TorchLibraryException? _failure;

    /// <summary>What was loaded; null before <see cref="EnsureLoaded"/>.</summary>
    public static TorchLibraryInfo? Loaded => _loaded;

    /// <summary>
    /// Sees to it that libtorch is loaded as soon as TorchSharp is, and not before. Does nothing when called again.
    /// Module initializers call it, of this assembly and of every assembly with emitted code.
    /// </summary>
    public static void Install()
    {
        lock (Gate)
        {
            if (_isInstalled)
            {
                return;
            }

            _isInstalled = true;
        }

        // Ahead-of-time compiled programs load no assemblies, so there is no event to wait for.
        if (!RuntimeFeature.IsDynamicCodeSupported)
        {
            LoadOrReport();
            return;
        }

        AppDomain.CurrentDomain.AssemblyLoad += OnAssemblyLoad;
        if (Array.Exists(AppDomain.CurrentDomain.GetAssemblies(), IsTorchSharp))
        {
            LoadOrReport();
        }
    }

    /// <summary>Loads libtorch and TorchSharp's native library, once per process.</summary>
    /// <returns>What was loaded, and from where.</returns>
    /// <exception cref="TorchLibraryException">There is no libtorch, or it does not load here. Thrown again by every later call.</exception>
    public static TorchLibraryInfo EnsureLoaded()
    {
        lock (Gate)
        {
            if (_failure is not null)
            {
                throw new TorchLibraryException(_failure.Message, _failure);
            }

            return _loaded ??= Load();
        }
    }

    /// <summary>
    /// Says that the caller will call <see cref="EnsureLoaded"/> and tell what it throws: the reason is then not written to the error stream as
    /// well. To be called before code is compiled that touches TorchSharp.
    /// </summary>
    internal static void LeaveReportToCaller() => _isAskedFor = true;

    private static TorchLibraryInfo Load()
    {
        _isLoading = true;
        try
        {
            TorchLibraryInfo loaded = TorchLibraryLoader.Load();
            HeldNumbers.Install(loaded.Bridge);
            return loaded;
        }
        catch (TorchLibraryException failure)
        {
            _failure = failure;
            throw;
        }
        finally
        {
            _isLoading = false;
        }
    }

    private static void OnAssemblyLoad(object? sender, AssemblyLoadEventArgs args)
    {
        if (IsTorchSharp(args.LoadedAssembly))
        {
            AppDomain.CurrentDomain.AssemblyLoad -= OnAssemblyLoad;
            LoadOrReport();
        }
    }

    private static bool IsTorchSharp(Assembly assembly) => assembly.GetName().Name == "TorchSharp";

    /// <summary>
    /// The runtime swallows what an assembly-load handler throws, and TorchSharp then fails with a text that sends people the wrong way.
    /// So the reason goes to the error stream here, and into the exception of every later <see cref="EnsureLoaded"/>.
    /// </summary>
    private static void LoadOrReport()
    {
        if (_isLoading)
        {
            return;
        }

        try
        {
            EnsureLoaded();
        }
        catch (TorchLibraryException) when (_isAskedFor)
        {
            // Whoever asked gets it as an exception.
        }
        catch (TorchLibraryException failure)
        {
            Console.Error.WriteLine($"Solar: {failure.Message}");
        }
    }

#pragma warning disable CA2255 // A library's initializer is the one place that runs before TorchSharp's without a call by the user.
    [ModuleInitializer]
    internal static void InstallOnFirstUse() => Install();
#pragma warning restore CA2255
}
