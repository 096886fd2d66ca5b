using System.Runtime.CompilerServices;

// The signature of an init accessor names this type. The build for .NET Standard has its own, so a library that was compiled with that
// build looks for it here when an app on .NET brings this one. Without it the library fails with a MissingMethodException.
#pragma warning disable RS0016 // No API of ours.
[assembly: TypeForwardedTo(typeof(IsExternalInit))]
