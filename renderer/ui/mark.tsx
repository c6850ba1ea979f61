/** The program's mark: three faceted particles inside the round field of an electron microscope. */
export function Mark({ size = 20 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" role="img" aria-label="Morphoscope">
      <circle cx="16" cy="16" r="14.5" fill="none" stroke="var(--ms-edge)" strokeWidth="1.6" />
      <path d="M9 12.4 13.4 7l5.8 1.7 1.2 6-4.4 4.6-5.6-1.6Z" fill="var(--ms-accent)" />
      <path d="M9 12.4 14.4 13.4 19.2 8.7M14.4 13.4 16 19.3" fill="none" stroke="var(--ms-panel)" strokeWidth="1.1" />
      <path d="m18.6 21.2 3.6-2.6 3.2 2.4-1.2 4-4 .5Z" fill="var(--ms-text)" opacity=".85" />
      <path d="m8.6 22.2 2.4-1.8 2.4 1.6-.8 2.9-2.9.3Z" fill="var(--ms-muted)" opacity=".8" />
    </svg>
  );
}
